"""Reads about tokens of the API: whose a token is, and whether it works."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from app.accounts.models import ApiToken, Person
from app.accounts.passwords import fingerprint
from app.core import clock
from app.core.actor import Actor
from app.core.db import db


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
