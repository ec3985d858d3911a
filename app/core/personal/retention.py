"""For how long what is kept: each feature says which of its rows are old, and one job a night deletes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, delete, func, select

from app.core import clock
from app.core.db import Base, changed_rows, db
from app.core.personal_data import Period

#: Which rows are old, given the instant before which they are.
Old = Callable[[datetime], ColumnElement[bool]]


@dataclass(frozen=True)
class Keeping:
    period: Period
    table: Table
    old: Old
    #: The clock that wrote the rows: sessions and links go by the machine's, whatever a demo's says.
    now: Callable[[], datetime]


class OldRows(NamedTuple):
    period: Period
    table: str
    many: int


_keepings: dict[tuple[Period, str], Keeping] = {}


def keep(period: Period, model: type[Base], old: Old, *, now: Callable[[], datetime] = clock.now) -> None:
    """Say which rows of this table go when their period is over; saying it twice changes nothing."""
    table = model.metadata.tables[str(model.__tablename__)]
    _keepings[period, table.name] = Keeping(period, table, old, now)


def old_rows(days: Mapping[Period, int]) -> list[OldRows]:
    """How many rows of each table are older than so many days; nothing is changed. 0 days keeps them."""
    found = []
    for each in _keepings.values():
        if wanted := days[each.period]:
            query = select(func.count()).select_from(each.table).where(_condition(each, wanted))
            found.append(OldRows(each.period, each.table.name, db.session.scalars(query).one()))
    return found


def delete_old_rows(days: Mapping[Period, int]) -> list[OldRows]:
    """Delete them; how many went. Safe to run twice."""
    return [
        OldRows(each.period, each.table.name, changed_rows(delete(each.table).where(_condition(each, wanted))))
        for each in _keepings.values()
        if (wanted := days[each.period])
    ]


def _condition(each: Keeping, days: int) -> ColumnElement[bool]:
    return each.old(each.now() - timedelta(days=days))
