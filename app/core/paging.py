"""Pages of a long list by key, so that page 500 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import db
from app.core.numbers import names_a_row

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and the key after which the next page begins (None: this is the last)."""

    rows: Sequence[T]
    next_after: str | None


def newest_first(
    query: Select[Any], at: InstrumentedAttribute[Any], row_id: InstrumentedAttribute[int], after: str | None, size: int
) -> Page[Any]:
    """One page of `query` by descending (at, id). `after` is a row id from an earlier page."""
    if after and names_a_row(after):
        pivot = db.session.query(at).filter(row_id == int(after)).scalar()
        if pivot is not None:
            query = query.where(or_(at < pivot, and_(at == pivot, row_id < int(after))))
    rows = db.session.scalars(query.order_by(at.desc(), row_id.desc()).limit(size + 1)).unique().all()
    return page_of(rows, size)


def page_of(rows: Sequence[Any], size: int) -> Page[Any]:
    """A page of what was asked for with one row more than it holds; rows have an `id`."""
    return Page(rows=rows[:size], next_after=str(rows[size - 1].id) if len(rows) > size else None)
