"""What people do to interventions: verbs, each in the file of its step."""

from __future__ import annotations

from app.interventions.services.deciding import accept, conclude, decline, defer
from app.interventions.services.evaluating import EvaluatedOutcome, record_outcome
from app.interventions.services.making import go_live, make_ready, move_on
from app.interventions.services.proposing import (
    InterventionProposal,
    Prediction,
    edit_intervention,
    propose_intervention,
)
from app.interventions.services.supporting import support, withdraw_support

__all__ = [
    "EvaluatedOutcome",
    "InterventionProposal",
    "Prediction",
    "accept",
    "conclude",
    "decline",
    "defer",
    "edit_intervention",
    "go_live",
    "make_ready",
    "move_on",
    "propose_intervention",
    "record_outcome",
    "support",
    "withdraw_support",
]
