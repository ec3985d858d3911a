"""Putting off the end of a catch-up or a final ballot that is open. It is never brought forward: people count on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import clock, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.workshops.events import BallotPutOff
from app.workshops.models import Round, RoundState, Workshop
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.voting.services import ballots

#: Outbox kind: the time to add is over.
END_CATCH_UP = "workshops.end_catch_up"


def owe_end_of_catch_up(workshop: Workshop) -> None:
    """Have the worker end this catch-up at its time. One that is opened anew later has an end of its own."""
    if workshop.closes_at is not None:
        once = f"{END_CATCH_UP}.{workshop.id}.{workshop.state_since.isoformat()}"
        outbox.enqueue(END_CATCH_UP, {"workshop": workshop.id}, once=once, due_at=workshop.closes_at)


def put_off(actor: Actor, workshop: Workshop) -> None:
    """Let what is open last as long as the plan says by now. Invalid if that is not later; nothing if it is the same."""
    require(actor, Permission.CHANGE, seat_of(workshop, actor))
    if workshop.state == "catch_up":
        if _is_later(workshop, workshop.state_since, workshop.catch_up_hours, "catch_up_hours"):
            once = f"{END_CATCH_UP}.{workshop.id}.{workshop.closes_at}"
            outbox.enqueue(END_CATCH_UP, {"workshop": workshop.id}, once=once, due_at=workshop.closes_at)
    elif workshop.state == "final_ballot":
        _put_off_ballot(actor, workshop)


def _put_off_ballot(actor: Actor, workshop: Workshop) -> None:
    here = select(Round).where(Round.workshop_id == workshop.id, Round.final, Round.state == RoundState.OPEN)
    opened = db.session.scalars(here.with_for_update()).first()
    if opened is None or not _is_later(workshop, opened.opened_at, workshop.ballot_hours, "ballot_hours"):
        return
    reminded = _reminder(opened) <= clock.now()
    opened.closes_at = workshop.closes_at
    payload, mark = {"round": opened.id}, f"{opened.id}.{opened.closes_at}"
    outbox.enqueue(ballots.CLOSE, payload, once=f"{ballots.CLOSE}.{mark}", due_at=opened.closes_at)
    if not reminded:  # one reminder, whatever happens to the deadline
        due = _reminder(opened)
        outbox.enqueue(ballots.REMIND, payload, once=f"{ballots.REMIND}.{mark}", due_at=due)
    db.session.flush()
    announce(
        BallotPutOff(
            network_id=workshop.network_id, actor_id=actor.person_id, workshop_id=workshop.id, round_id=opened.id
        )
    )


def _reminder(opened: Round) -> datetime:
    return ballots.reminder_time(opened.opened_at, opened.closes_at or opened.opened_at)


def _is_later(workshop: Workshop, since: datetime, hours: int, field: str) -> bool:
    """Whether the end moves; then it has moved."""
    before, after = workshop.closes_at, since + timedelta(hours=hours)
    if before is None or after == before:
        return False
    if after < before:
        local = clock.local(before)
        raise Invalid(
            gettext("The plan was not saved."),
            {
                field: [
                    gettext(
                        "It is open until %(day)s %(local)s, and people count on that. It can be put off only.",
                        day=local.day,
                        local=f"{local:%B, %H:%M}",
                    )
                ]
            },
        )
    workshop.closes_at = after
    return True
