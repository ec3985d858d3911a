"""What the reader said and did in a workshop."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.workshops.models import Answer, Round, RoundState, Workshop, WorkshopMember
from app.workshops.policy import Permission
from app.workshops.voting.queries.stored_ballots import has_voted


class Own(NamedTuple):
    """The reader's own answer; whether they may vote in the open final ballot, and whether they have."""

    answer: Answer | None
    votes: bool
    voted: bool


def own(workshop: Workshop, seen_by: Actor) -> Own:
    """What the reader said and did; all empty for who is not invited."""
    require(seen_by, Permission.READ, workshop)
    open_ballot = select(Round).where(Round.workshop_id == workshop.id, Round.final, Round.state == RoundState.OPEN)
    found = db.session.scalars(open_ballot.order_by(Round.number.desc()).limit(1)).first()
    said = select(WorkshopMember.answer).where(
        WorkshopMember.workshop_id == workshop.id, WorkshopMember.person_id == seen_by.person_id
    )
    row = db.session.execute(said).first()
    voted = has_voted(found, seen_by.person_id) if row and found else None
    return Own(row.answer if row else None, votes=voted is not None, voted=bool(voted))
