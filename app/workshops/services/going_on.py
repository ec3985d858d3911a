"""A room that goes on by itself: where the run sheet says so, and only when the clock has ended."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import audit, clock
from app.core.actor import OPERATOR
from app.core.db import db
from app.workshops.log import note
from app.workshops.models import Workshop
from app.workshops.services import outages
from app.workshops.services.steering import go_to


def go_on(payload: dict[str, Any]) -> None:
    """Outbox handler: take the room to the next phase, unless somebody was quicker or gave the clock more time.

    It waits for the room's row as a person's step does, so that of the two only one moves the room. While nobody
    reaches the site it does nothing: the clock is set anew when the site is back.
    """
    mine = select(Workshop).where(Workshop.id == payload["workshop"]).options(selectinload(Workshop.phases))
    workshop = db.session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one()
    if workshop.state != "live" or workshop.phase_ix is None or workshop.phase_ix != payload["ix"]:
        return
    phase, at = workshop.phases[workshop.phase_ix], clock.now()
    if phase.ends_at is None or phase.ends_at > at or phase.ix + 1 == len(workshop.phases):
        return
    if outages.ends_within(phase.ends_at):
        return
    target = workshop.phases[phase.ix + 1]
    go_to(workshop, phase, target)
    audit.record(OPERATOR, "move the room", workshop, before=phase.title, after=target.title, reason="The clock ended.")
    note(workshop.id, "room.moved", ix=target.ix)
