"""Asking for a copy of everything about oneself."""

from __future__ import annotations

from app.accounts.models import Person
from app.accounts.passwords import require_present
from app.core import audit
from app.core.actor import Actor
from app.core.permissions import require
from app.privacy.policy import Permission


def ask_for_copy(actor: Actor, person: Person, *, password: str) -> None:
    """Noted in the history, so that a copy that somebody else took is seen. Invalid if the present password is wrong."""
    require(actor, Permission.TAKE_A_COPY, person)
    require_present(person.password_hash, password)
    audit.record(actor, "ask for a copy of everything", person)
