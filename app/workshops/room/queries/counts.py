"""What the room needs to know besides its situation: how many are here, how many are ready, how many cards there are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.workshops.models import Contribution, Workshop, WorkshopMember
from app.workshops.participants.queries import asked_to_take_part
from app.workshops.policy import Permission, Seat
from app.workshops.queries import seat_of


@dataclass(frozen=True)
class RoomCounts:
    """Numbers that may be shown to everybody in every phase. None of them says who."""

    people: int
    here: int
    ready: int
    cards: int


@dataclass(frozen=True)
class OwnMarks:
    """What the reader said in the room."""

    attended: bool
    ready_ix: int | None


def room_counts(workshop: Workshop, seen_by: Actor, *, seat: Seat | None = None) -> RoomCounts:
    """The room in numbers, of those who are asked to take part; nobody waits for observers."""
    require(seen_by, Permission.READ, seat or seat_of(workshop, seen_by))
    member = WorkshopMember
    people = select(
        func.count(),
        func.count().filter(member.attended),
        func.count().filter(member.ready_ix.is_not(None), member.ready_ix == workshop.phase_ix),
    ).where(*asked_to_take_part(workshop))
    # A hidden card counts, as on the board and in the log: its signpost is there.
    cards = select(func.count()).where(Contribution.workshop_id == workshop.id, Contribution.withdrawn.is_(False))
    invited, here, ready = db.session.execute(people).one()
    return RoomCounts(invited, here, ready, db.session.scalar(cards) or 0)


def own_marks(workshop: Workshop, seen_by: Actor) -> OwnMarks:
    """Whether the reader is noted as here, and in which phase they said to be ready."""
    found = select(WorkshopMember.attended, WorkshopMember.ready_ix).where(
        WorkshopMember.workshop_id == workshop.id, WorkshopMember.person_id == seen_by.person_id
    )
    row = db.session.execute(found).one_or_none()
    return OwnMarks(row.attended, row.ready_ix) if row else OwnMarks(attended=False, ready_ix=None)
