"""Counts that the frame of every page shows. Each feature says how its own are found; all are asked in one statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select, literal, union_all

from app.core.actor import Actor
from app.core.db import rows_of

Values = Callable[[Actor], Mapping[str, Any]]


class _Counted(NamedTuple):
    query: Select[*tuple[Any, ...]]
    values: Values


_counted: dict[str, _Counted] = {}


def count(name: str, query: Select[*tuple[Any, ...]], values: Values) -> None:
    """Have this counted with the others: `query` gives pairs of what (an id, or 0) and how many, for whoever reads; `values`
    are its parameters. A name of a parameter means the same in each query.
    """
    _counted[name] = _Counted(query, values)
    _statement.cache_clear()


def counts(seen_by: Actor) -> dict[str, dict[int, int]]:
    """By name, of what, how many; what has none is left out."""
    found: dict[str, dict[int, int]] = {name: {} for name in _counted}
    values = {name: value for each in _counted.values() for name, value in each.values(seen_by).items()}
    for name, key, many in rows_of(_statement(), values):
        found[name][key] = many
    return found


@cache
def _statement() -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(
        *(each.query.with_only_columns(literal(name), *each.query.selected_columns) for name, each in _counted.items())
    )
