"""Notes of progress, and the mark that says a date matters."""

from __future__ import annotations

from app.actions.models import Action, ProgressNote
from app.actions.policy import Permission
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated


def note_progress(actor: Actor, action: Action, text: str) -> ProgressNote:
    """Add a line of progress; notes are kept as they were written. Invalid if it is empty."""
    require(actor, Permission.NOTE, action)
    if not stated(text):
        raise Invalid(gettext("The note is empty."), {"note": [gettext("Please write what has happened.")]})
    note = ProgressNote(action_id=action.id, author_id=actor.person_id, text=stated(text), at=clock.now())
    db.session.add(note)
    return note


def flag_critical(actor: Actor, action: Action, reason: str) -> None:
    """Say that this date matters, and why: its reminders are then sent at once. Invalid without a reason."""
    require(actor, Permission.FLAG, action)
    if not stated(reason):
        raise Invalid(
            gettext("The reason is missing."), {"critical_reason": [gettext("Please say why this date matters.")]}
        )
    action.critical_reason = stated(reason)
    db.session.flush()  # a twin of this request must lose here, before the history is written
    audit.record(actor, "flag_critical", action, reason=reason)


def unflag_critical(actor: Actor, action: Action) -> None:
    """The date no longer matters more than others."""
    require(actor, Permission.FLAG, action)
    action.critical_reason = None
    db.session.flush()  # a twin of this request must lose here, before the history is written
    audit.record(actor, "unflag_critical", action)
