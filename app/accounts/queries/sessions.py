"""Reads about sessions: which are open, and when one is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, bindparam, func, select

from app.accounts.models import SignIn, Visit
from app.core import clock
from app.core.actor import Actor
from app.core.db import db, rows_of

#: Of the sessions that are over.
MOST_SHOWN = 50


def sessions(seen_by: Actor) -> Sequence[SignIn]:
    """One's own sessions that are open, the last visit first."""
    mine = select(SignIn).where(SignIn.person_id == seen_by.person_id, *session_is_open())
    return db.session.scalars(mine.order_by(SignIn.seen_at.desc(), SignIn.id.desc())).all()


def earlier_sessions(seen_by: Actor) -> Sequence[SignIn]:
    """One's own sessions of the last 90 days that are over, the newest first."""
    over = SignIn.ended_at.is_not(None) | (SignIn.expires_at <= clock.real_now())
    mine = select(SignIn).where(SignIn.person_id == seen_by.person_id, over)
    return db.session.scalars(mine.order_by(SignIn.began_at.desc(), SignIn.id.desc()).limit(MOST_SHOWN)).all()


def last_visit(seen_by: Actor) -> datetime | None:
    """About when one was last here oneself, by the site's clock; None if never, or not for a long time."""
    seen = db.session.scalar(select(func.max(SignIn.seen_at)).where(SignIn.person_id == seen_by.person_id))
    # Sessions go by the machine's clock, and a demo's may be set back.
    return None if seen is None else clock.now() - (clock.real_now() - seen)


_BEFORE = select(Visit.before_at).where(Visit.person_id == bindparam("me"))


def before_this_visit(seen_by: Actor) -> datetime | None:
    """When one was last here before the present visit, by the site's clock; None on the first visit, and where a clock
    that was wrong has left an instant that is still to come.
    """
    ended = rows_of(_BEFORE, {"me": seen_by.person_id}).scalar_one_or_none()
    now = clock.real_now()
    return clock.now() - (now - ended) if ended is not None and ended <= now else None


def session_is_open(now: BindParameter[datetime] | None = None) -> tuple[ColumnElement[bool], ...]:
    """The sessions that let somebody in now; `now` for a statement that is put together once and asked often."""
    return SignIn.ended_at.is_(None), SignIn.expires_at > (clock.real_now() if now is None else now)
