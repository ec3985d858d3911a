"""The reveal one card at a time, in the order by lot: a round robin without saying whose turn it is.

Words of cards that were not reached are sent to nobody. The next phase shows all.
"""

from __future__ import annotations

from sqlalchemy import select

from app.core.actor import Actor
from app.core.concurrency.versions import UNSAID
from app.core.db import db
from app.core.errors import Refused, Unsaid
from app.core.language.spoken import gettext
from app.workshops.event_log import record_event
from app.workshops.locking import lock_for_step
from app.workshops.models import Contribution, Phase, Workshop
from app.workshops.phases import PhaseKind
from app.workshops.policy import Permission
from app.workshops.room.services import moves


def begin(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> Phase:
    """Move the room on to its reveal, with no card shown yet. Refused if that is not the next phase."""
    lock_for_step(actor, Permission.REVEAL, workshop, seen_version)
    ix = workshop.phase_ix
    following = workshop.phases[ix + 1] if ix is not None and ix + 1 < len(workshop.phases) else None
    if following is None or following.kind != PhaseKind.REVEAL:
        raise Refused(gettext("Cards are shown one at a time from the beginning of the reveal only."))
    phase = moves.move_room(actor, workshop, "next")
    phase.shown = 0
    return phase


def show_next(actor: Actor, workshop: Workshop, *, seen: int | None = None, seen_version: int | None = None) -> None:
    """Show one card more. Pressed twice with the same `seen` (how far the page had come), it shows one.

    Refused if the room is not at its reveal; Unsaid if the form does not say how far the page had come.
    """
    phase = _revealing(actor, workshop, seen_version)
    if seen == UNSAID:
        raise Unsaid
    if phase.shown is None or (seen is not None and seen != phase.shown):
        return
    place = db.session.scalar(
        select(Contribution.place)
        .where(
            Contribution.workshop_id == workshop.id,
            Contribution.withdrawn.is_(False),
            Contribution.hidden_reason.is_(None),
            Contribution.place >= phase.shown,
        )
        .order_by(Contribution.place)
        .limit(1)
    )
    phase.shown = None if place is None else place + 1
    record_event(workshop.id, "cards.shown")


def show_all(actor: Actor, workshop: Workshop, *, seen_version: int | None = None) -> None:
    """Show all that are left, with those that were written meanwhile. Refused if the room is not at its reveal."""
    phase = _revealing(actor, workshop, seen_version)
    if phase.shown is not None:
        phase.shown = None
        record_event(workshop.id, "cards.shown")


def _revealing(actor: Actor, workshop: Workshop, seen_version: int | None) -> Phase:
    lock_for_step(actor, Permission.REVEAL, workshop, seen_version)
    phase = workshop.phases[workshop.phase_ix] if workshop.phase_ix is not None else None
    if phase is None or phase.kind != PhaseKind.REVEAL:
        raise Refused(gettext("The room is not at its reveal now."))
    return phase
