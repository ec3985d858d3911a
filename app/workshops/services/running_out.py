"""What ends by the clock: the catch-up goes over into the ballot, the last ballot into the closed workshop."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.core import audit, clock, outbox
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.errors import Refused
from app.core.events import announce
from app.workshops.events import WorkshopMoved
from app.workshops.lifecycle import WORKSHOP
from app.workshops.log import note
from app.workshops.models import Workshop

#: Outbox kind: the time to add is over.
END_CATCH_UP = "workshops.end_catch_up"


def owe_end_of_catch_up(workshop: Workshop) -> None:
    """Have the worker end this catch-up at its time. One that is opened anew later has an end of its own."""
    if workshop.closes_at is not None:
        once = f"{END_CATCH_UP}.{workshop.id}.{workshop.state_since.isoformat()}"
        outbox.owe(END_CATCH_UP, {"workshop": workshop.id}, once=once, due_at=workshop.closes_at)


def end_catch_up(payload: dict[str, Any]) -> None:
    """Outbox handler: open the final ballot, or close a workshop that has none. Nothing if its time is not over.

    With nothing to vote on it stays open without an end: whoever runs it decides.
    """
    workshop = hold(payload["workshop"])
    if workshop.state != "catch_up" or workshop.closes_at is None or workshop.closes_at > clock.now():
        return
    try:
        with db.session.begin_nested():
            move_by_clock(workshop, "open_ballot" if workshop.ballot_hours else "close")
    except Refused:
        workshop.closes_at = None


def hold(workshop_id: int) -> Workshop:
    """The workshop as it is now, with nobody else moving it until the commit."""
    mine = select(Workshop).where(Workshop.id == workshop_id).with_for_update()
    return db.session.scalars(mine.execution_options(populate_existing=True)).one()


def move_by_clock(workshop: Workshop, verb: str) -> None:
    """Make a move that nobody pressed. Everything that follows such a move happens as if somebody had."""
    move = WORKSHOP.move(workshop.state, verb)
    before, workshop.state, workshop.state_since = workshop.state, move.target, clock.now()
    workshop.state_reason = workshop.closes_at = None
    db.session.flush()  # listeners read the new state
    audit.record(OPERATOR, verb, workshop, before=before, after=move.target, reason="Its time was over.")
    announce(
        WorkshopMoved(
            network_id=workshop.network_id,
            actor_id=None,
            workshop_id=workshop.id,
            before=before,
            after=move.target,
        )
    )
    note(workshop.id, "workshop.moved", state=move.target)
