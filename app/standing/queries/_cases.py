"""From rules as cases to rows of what waits. Every kind of subject gives the same columns, so that one statement reads all."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, Select, String, bindparam, case, cast, literal_column, null, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import UtcDateTime
from app.standing.waits import Kind

#: The verb of a case in which nothing waits, or what waits is a row of its own.
OVER = ""
#: The newest of something, without a parameter for the number.
ONE: ColumnElement[int] = literal_column("1", Integer)


class Case(NamedTuple):
    """When this holds, and no case before it does: who is next (the words of a part), with which verb, since when."""

    when: Any
    verb: str
    party: str | None = None
    since: Any = None
    person_id: Any = None
    due_on: Any = None


def fixed(words: str) -> ColumnElement[str]:
    """One of the site's own words as it stands in the statement. As parameters the hundred of them would be spelt out anew
    at each request, which costs more than the database takes.
    """
    assert words.replace(" ", "").replace("_", "").replace(",", "").isalpha()
    return literal_column(f"'{words}'", String)


def among(column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Collection[str]) -> ColumnElement[bool]:
    """Whether the column holds one of these words."""
    return column.in_([fixed(value) for value in sorted(values)])


def none_of(column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Collection[str]) -> ColumnElement[bool]:
    return column.not_in([fixed(value) for value in sorted(values)])


#: What a case says besides its verb and its part, as the columns of a row.
_ASKED = {"since": UtcDateTime, "person_id": Integer, "due_on": Date}


def waiting_rows(kind: Kind, model: Any, title: Any, cases: Sequence[Case]) -> Select[Any]:
    """The rows of the networks in "open", with the columns kind, id, network_id, number, title, verb, party, since,
    person_id, due_on; verb is "" or NULL where nothing waits. Which case holds is asked once, and what it says follows from
    its number.
    """
    which = case(*[(each.when, _number(at)) for at, each in enumerate(cases)])
    values = {name: list(dict.fromkeys(said for _, said in _said(cases, name))) for name in _ASKED}
    columns = [value.label(f"{name}_{at}") for name, found in values.items() for at, value in enumerate(found)]
    row = (
        select(model.id, model.network_id, model.number, title.label("title"), which.label("which"), *columns)
        .where(model.network_id.in_(bindparam("open", expanding=True)))
        # Without this fence PostgreSQL spells the cases out wherever their number is used, and plans for a tenth of a second.
        .offset(_number(0))
        .subquery()
    )

    def column(name: str, kind_of: Any) -> Any:
        chosen = [
            (
                row.c.which == _number(at),
                fixed(said) if isinstance(said, str) else row.c[f"{name}_{values[name].index(said)}"],
            )
            for at, said in _said(cases, name)
        ]
        # Without any it would have no type, and PostgreSQL asks for one.
        found = case(*chosen) if chosen else null()
        return (cast(found, kind_of) if kind_of is String or not chosen else found).label(name)

    words = [column(name, String) for name in ("verb", "party")]
    others = [column(name, kind_of) for name, kind_of in _ASKED.items()]
    return select(
        fixed(kind.value).label("kind"), row.c.id, row.c.network_id, row.c.number, row.c.title, *words, *others
    )


def _said(cases: Sequence[Case], name: str) -> list[tuple[int, Any]]:
    """The numbers of the cases that say something there, with what."""
    found = [(at, getattr(each, name)) for at, each in enumerate(cases)]
    return [(at, value) for at, value in found if value is not None and not (isinstance(value, str) and value == OVER)]


def _number(value: int) -> ColumnElement[int]:
    return literal_column(f"{value}", Integer)
