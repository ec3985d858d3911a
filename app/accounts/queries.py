"""Reads about people, their links and their tokens."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, select

from app.accounts.lookup import open_link, person_by_email
from app.accounts.models import ApiToken, Person, SignIn
from app.accounts.passwords import fingerprint
from app.accounts.policy import visible_people
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound

#: Of the sessions that are over.
MOST_SHOWN = 50


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
    mine = select(ApiToken).where(ApiToken.person_id == seen_by.person_id, *_works())
    return db.session.scalars(mine.order_by(ApiToken.id.desc())).all()


def person_by_token(token: str) -> Person | None:
    """The active owner of a token that works."""
    found = working_token(token)
    return found[1] if found else None


def working_token(secret: str) -> tuple[ApiToken, Person] | None:
    """The token and its active owner, while it is neither revoked nor too old. What is looked up is the fingerprint, so
    how long that takes says nothing about the token.
    """
    wanted = fingerprint(secret)
    query = (
        select(ApiToken, Person)
        .join(Person, Person.id == ApiToken.person_id)
        .where(ApiToken.token_hash == wanted, *_works(), Person.active)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row and hmac.compare_digest(row[0].token_hash, wanted) else None


def _works() -> tuple[ColumnElement[bool], ...]:
    return ApiToken.revoked_at.is_(None), ApiToken.expires_at > clock.real_now()


def sessions(seen_by: Actor) -> Sequence[SignIn]:
    """One's own sessions that are open, the last visit first."""
    mine = select(SignIn).where(SignIn.person_id == seen_by.person_id, *is_open())
    return db.session.scalars(mine.order_by(SignIn.seen_at.desc(), SignIn.id.desc())).all()


def earlier_sessions(seen_by: Actor) -> Sequence[SignIn]:
    """One's own sessions of the last 90 days that are over, the newest first."""
    over = SignIn.ended_at.is_not(None) | (SignIn.expires_at <= clock.real_now())
    mine = select(SignIn).where(SignIn.person_id == seen_by.person_id, over)
    return db.session.scalars(mine.order_by(SignIn.began_at.desc(), SignIn.id.desc()).limit(MOST_SHOWN)).all()


def is_open(now: BindParameter[datetime] | None = None) -> tuple[ColumnElement[bool], ...]:
    """The sessions that let somebody in now; `now` for a statement that is put together once and asked often."""
    return SignIn.ended_at.is_(None), SignIn.expires_at > (clock.real_now() if now is None else now)


def only_invented_people() -> bool:
    """Whether this is a demo and nothing else: then its password is no secret."""
    invented = select(Person.id).where(Person.is_demo).exists()
    others = select(Person.id).where(Person.is_demo.is_(False)).exists()
    there, more = db.session.execute(select(invented, others)).one()
    return bool(there and not more)


__all__ = [
    "earlier_sessions",
    "is_open",
    "oneself",
    "only_invented_people",
    "open_link",
    "people",
    "person",
    "person_by_email",
    "person_by_token",
    "sessions",
    "tokens",
    "working_token",
]
