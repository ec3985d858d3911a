"""Reads about people."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.policy import visible_people
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound


def person(person_id: int, seen_by: Actor) -> Person:
    """This account, for its owner or the administrator; NotFound for anyone else."""
    found = db.session.scalar(select(Person).where(Person.id == person_id, visible_people(seen_by)))
    if found is None:
        raise NotFound
    return found


def oneself(seen_by: Actor) -> Person:
    return person(seen_by.person_id or 0, seen_by)


def people(seen_by: Actor, words: str = "", after: str = "", size: int = 50) -> list[Person]:
    """Accounts by address, one more than `size` if there are more; none that was erased. `after` is the last address seen."""
    query = select(Person).where(visible_people(seen_by), Person.erased_at.is_(None), Person.email > after)
    if words:
        like = f"%{words.lower()}%"
        query = query.where(Person.email.like(like) | Person.name.ilike(like))
    return list(db.session.scalars(query.order_by(Person.email).limit(size + 1)))


def only_invented_people() -> bool:
    """Whether this is a demo and nothing else: then its password is no secret."""
    invented = select(Person.id).where(Person.is_demo).exists()
    others = select(Person.id).where(Person.is_demo.is_(False)).exists()
    there, more = db.session.execute(select(invented, others)).one()
    return bool(there and not more)
