"""Which texts mention a thing, and how texts are called."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select, union_all

from app.core.actor import Actor
from app.core.db import rows_of
from app.texts.models import TextReference
from app.texts.places import all_of_them, place_of

#: So many texts are listed where a thing is mentioned; the others are counted.
MOST = 10


class Mentioned(NamedTuple):
    """A text that mentions a thing. `title` is None where it has none, or withholds it; `author` says who, or their role."""

    kind: str
    id: int
    slug: str
    number: int
    title: str | None
    author: str
    at: datetime

    @property
    def url(self) -> str:
        return place_of(self.kind).url(self.slug, self.number)

    @property
    def noun(self) -> str:
        return str(place_of(self.kind).noun)


def mentions_of(network_id: int, kind: str, number: int, seen_by: Actor) -> tuple[list[Mentioned], int]:
    """The latest texts that this reader may read and that link to the thing, and how many there are of them. One statement,
    whatever they are.
    """
    values: dict[str, Any] = {"network": network_id, "kind": kind, "number": number}
    rows = rows_of(_mentions(), values | _values(seen_by)).all()
    return [Mentioned(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def texts(kind: str, ids: Collection[int], seen_by: Actor) -> dict[int, Mentioned]:
    """Id → how the text is called and where it stands, of those that this reader may read."""
    rows = rows_of(_called(kind), {"ids": sorted(ids), **place_of(kind).values(seen_by)}) if ids else ()
    return {row.text_id: Mentioned(*row) for row in rows}


def _values(seen_by: Actor) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for values in dict.fromkeys(place.values for place in all_of_them()):
        found |= values(seen_by)
    return found


@cache
def _called(kind: str) -> Select[Any]:
    place = place_of(kind)
    return place.rows.where(place.model.id.in_(bindparam("ids", expanding=True)))


@cache
def _mentions() -> Select[Any]:
    each = [
        place.rows.join(
            TextReference, (TextReference.text == place.kind) & (TextReference.text_id == place.model.id)
        ).where(
            TextReference.network_id == bindparam("network"),
            TextReference.kind == bindparam("kind"),
            TextReference.number == bindparam("number"),
        )
        for place in all_of_them()
    ]
    found = union_all(*each).subquery()
    return select(*found.c, func.count().over()).order_by(found.c.at.desc(), found.c.text_id.desc()).limit(MOST)
