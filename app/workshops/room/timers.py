"""What happens in a workshop by the clock: each function does what is owed at a time, and is safe to run again.

They wait for the workshop's row as a person's step does, so that of the two only one moves it.
"""

from __future__ import annotations

from typing import Any

from app.core import audit, clock
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.errors import Refused
from app.workshops.event_log import record_event
from app.workshops.locking import locked_workshop
from app.workshops.models import Round, RoundState
from app.workshops.room.services import site_outages
from app.workshops.room.services.moves import go_to, move_by_clock
from app.workshops.voting.services import ballots


def go_on(payload: dict[str, Any]) -> None:
    """Outbox handler: take the room to the next phase, unless somebody was quicker or gave the clock more time.

    While nobody reaches the site it does nothing: the clock is set anew when the site is back.
    """
    workshop = locked_workshop(payload["workshop"])
    if workshop.state != "live" or workshop.phase_ix is None or workshop.phase_ix != payload["ix"]:
        return
    phase, at = workshop.phases[workshop.phase_ix], clock.now()
    if phase.ends_at is None or phase.ends_at > at or phase.ix + 1 == len(workshop.phases):
        return
    if site_outages.ends_within(phase.ends_at):
        return
    target = workshop.phases[phase.ix + 1]
    go_to(workshop, phase, target)
    audit.record(OPERATOR, "move the room", workshop, before=phase.title, after=target.title, reason="The clock ended.")
    record_event(workshop.id, "room.moved", ix=target.ix)


def end_catch_up(payload: dict[str, Any]) -> None:
    """Outbox handler: open the final ballot, or close a workshop that has none. Nothing if its time is not over.

    With nothing to vote on it stays open without an end: whoever runs it decides.
    """
    workshop = locked_workshop(payload["workshop"])
    if workshop.state != "catch_up" or workshop.closes_at is None or workshop.closes_at > clock.now():
        return
    try:
        with db.session.begin_nested():
            move_by_clock(workshop, "open_ballot" if workshop.ballot_hours else "close")
    except Refused:
        workshop.closes_at = None


def close_ballot(payload: dict[str, Any]) -> None:
    """Outbox handler: the ballot's time is over. Opens the next round if there is one, else closes the workshop."""
    due = db.session.get_one(Round, payload["round"])
    workshop = locked_workshop(due.workshop_id)
    db.session.refresh(due)
    over = due.closes_at is not None and due.closes_at <= clock.now()
    if due.state is not RoundState.OPEN or workshop.state != "final_ballot" or not over:
        return
    if ballots.another_follows(workshop, due):
        ballots.open_next_round(workshop, due, None)
    else:
        move_by_clock(workshop, "close")
