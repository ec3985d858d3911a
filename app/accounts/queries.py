"""Reads about people, their links and their tokens."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.lookup import open_link, person_by_email
from app.accounts.models import ApiToken, Person
from app.accounts.passwords import fingerprint
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
    """Accounts by address, one more than `size` if there are more. `after` is the last address seen."""
    query = select(Person).where(visible_people(seen_by), Person.email > after)
    if words:
        like = f"%{words.lower()}%"
        query = query.where(Person.email.like(like) | Person.name.ilike(like))
    return list(db.session.scalars(query.order_by(Person.email).limit(size + 1)))


def tokens(seen_by: Actor) -> Sequence[ApiToken]:
    """One's own tokens that still work, newest first."""
    mine = select(ApiToken).where(ApiToken.person_id == seen_by.person_id, ApiToken.revoked_at.is_(None))
    return db.session.scalars(mine.order_by(ApiToken.id.desc())).all()


def person_by_token(token: str) -> Person | None:
    """The active owner of a token that is not revoked. What is looked up is the token's fingerprint,
    so how long the look-up takes says nothing about the token.
    """
    wanted = fingerprint(token)
    query = (
        select(Person, ApiToken.token_hash)
        .join(ApiToken, ApiToken.person_id == Person.id)
        .where(ApiToken.token_hash == wanted, ApiToken.revoked_at.is_(None), Person.active)
    )
    row = db.session.execute(query).first()
    return row[0] if row and hmac.compare_digest(row[1], wanted) else None


def only_invented_people() -> bool:
    """Whether this is a demo and nothing else: then its password is no secret."""
    invented = select(Person.id).where(Person.is_demo).exists()
    others = select(Person.id).where(Person.is_demo.is_(False)).exists()
    there, more = db.session.execute(select(invented, others)).one()
    return bool(there and not more)


__all__ = [
    "oneself",
    "only_invented_people",
    "open_link",
    "people",
    "person",
    "person_by_email",
    "person_by_token",
    "tokens",
]
