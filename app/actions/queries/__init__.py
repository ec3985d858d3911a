"""Reads of the action register, each limited to what its reader may see."""

from __future__ import annotations

from app.actions.queries.choices import INTERVENTIONS, OwnerChoice, owners, sources
from app.actions.queries.linked import (
    ActionLine,
    NextDue,
    next_due,
    of_intervention,
    of_issue,
    of_topic,
)
from app.actions.queries.one import action, history
from app.actions.queries.register import SHOWS, Register, Shown, everything, register

__all__ = [
    "INTERVENTIONS",
    "SHOWS",
    "ActionLine",
    "NextDue",
    "OwnerChoice",
    "Register",
    "Shown",
    "action",
    "everything",
    "history",
    "next_due",
    "of_intervention",
    "of_issue",
    "of_topic",
    "owners",
    "register",
    "sources",
]
