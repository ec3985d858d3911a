"""Whom cycles and workshops wait for."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from app.standing.parties import Party
from app.standing.waits import Wait


class CycleFacts(NamedTuple):
    state: str
    state_since: datetime


class WorkshopFacts(NamedTuple):
    """A workshop, its facilitator, and until when its present state lasts if it ends by itself."""

    state: str
    state_since: datetime
    facilitator_id: int
    facilitator: str
    facilitator_is_here: bool
    ends_on: date | None = None


#: What the facilitator owes in each state; in the others those who are invited are next.
_FACILITATES = {"draft": "invite", "scheduled": "open", "closed": "conclude workshop"}
_OVER = frozenset({"published", "cancelled"})


def cycle_wait(cycle: CycleFacts) -> Wait | None:
    return Wait("move on", cycle.state_since, Party.CHAIR) if cycle.state != "closed" else None


def workshop_wait(workshop: WorkshopFacts) -> Wait | None:
    if workshop.state in _OVER:
        return None
    verb = _FACILITATES.get(workshop.state)
    if verb is None:
        return Wait("take part", workshop.state_since, Party.INVITED, due_on=workshop.ends_on)
    if workshop.facilitator_is_here:
        return Wait(verb, workshop.state_since, person_id=workshop.facilitator_id, person=workshop.facilitator)
    return Wait(verb, workshop.state_since, Party.MODERATOR)
