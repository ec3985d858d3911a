"""What all readers do: fetch at once the rows that many notices are about, as far as their reader may see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, select

from app.core.actor import Actor
from app.core.db import db
from app.notifications.models import Notice


def visible_rows(
    model: Any,
    ids: Iterable[int | str | None],
    visible: Callable[[Actor], ColumnElement[bool]],
    seen_by: Actor,
    *options: Any,
) -> dict[Any, Any]:
    """Id → row, of those that this person may read. One statement, or none."""
    asked = {each for each in ids if each is not None}
    if not asked:
        return {}
    query = select(model).where(model.id.in_(asked), visible(seen_by)).options(*options)
    return {row.id: row for row in db.session.scalars(query)}


def subjects(notices: Iterable[Notice]) -> list[int | None]:
    return [each.subject_id for each in notices]


def named(notices: Iterable[Notice], fact: str) -> list[int | str | None]:
    """The ids that the notices hold under this name."""
    return [each.facts.get(fact) for each in notices]
