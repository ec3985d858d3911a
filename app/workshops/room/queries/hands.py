"""Raised hands as a reader may see them: a number and one's own; the queue for those who run the workshop."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.workshops.models import Hand, Workshop
from app.workshops.policy import Permission, Seat


@dataclass(frozen=True)
class Asking:
    """One raised hand, for those who call."""

    person_id: int
    name: str
    called: bool


@dataclass(frozen=True)
class Hands:
    count: int = 0
    #: The reader's own: its place in the queue from 1, or None; and whether they were called.
    own_place: int | None = None
    called: bool = False
    #: In the order of raising; empty for those who do not run it.
    queue: tuple[Asking, ...] = ()


def raised(workshop: Workshop, seat: Seat, seen_by: Actor) -> Hands:
    """The hands that are up now."""
    if workshop.state != "live" or not allowed(seen_by, Permission.READ_BOARD, seat):
        return Hands()
    calls = allowed(seen_by, Permission.CALL_HAND, seat)
    rows = db.session.execute(
        select(Hand.person_id, Person.name, Hand.called)
        .join(Person, Person.id == Hand.person_id)
        .where(Hand.workshop_id == workshop.id)
        .order_by(Hand.id)
    ).all()
    own = next(((at, row.called) for at, row in enumerate(rows, 1) if row.person_id == seen_by.person_id), None)
    return Hands(
        count=len(rows),
        own_place=own[0] if own else None,
        called=bool(own and own[1]),
        queue=tuple(Asking(*row) for row in rows) if calls else (),
    )
