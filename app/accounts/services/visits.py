"""When a person was last here, whichever browser it was: noted beside the sessions, in their transaction."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, ScalarSelect, Table, case, literal, select, update

from app.accounts.models import Visit
from app.core import clock
from app.core.actor import NOTED_EVERY
from app.core.db import insert_once_on

#: After so long without a word from a browser, the next is another visit.
SILENCE = timedelta(minutes=30)


def note_visit(connection: Connection, person: int | ScalarSelect[int]) -> None:
    """This person is here now. Nothing is asked: it says when, and not what they did."""
    now = clock.real_now()
    # They may have been here until just before it would have been noted again.
    over = literal(now - SILENCE - NOTED_EVERY, Visit.seen_at.type)
    ended = case((Visit.seen_at < over, Visit.seen_at), else_=Visit.before_at)
    mine = update(Visit).where(Visit.person_id == person).values(before_at=ended, seen_at=now)
    if connection.execute(mine).rowcount:
        return
    who = person if isinstance(person, int) else connection.scalar(select(person))
    if who is not None:
        table: Table = Visit.__table__  # type: ignore[assignment]
        insert_once_on(connection, table, {"person_id": who, "seen_at": now, "before_at": None})
