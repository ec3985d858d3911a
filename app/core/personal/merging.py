"""Making two accounts of one person one, in the tables: as each column that names a person declares it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from app.core.db import Model, db
from app.core.personal_data import Declared, Merging, about_a_person

#: Makes the rows of a table that both accounts have one: the account that is kept, and the other.
Unite = Callable[[int, int], None]
#: Says why the two cannot be merged now, each in a sentence.
Hinder = Callable[[int, int], Collection[str]]

_uniting: dict[str, Unite] = {}
_hindering: list[Hinder] = []


class WhatMoves(NamedTuple):
    """Rows of one sort of the other account: how many in all, and how many of them the kept account has, too."""

    what: str
    merging: Merging
    many: int
    twice: int


def unite_by(table: str, unite: Unite) -> None:
    """Say who makes rows of this table one; saying it twice changes nothing."""
    _uniting[table] = unite


def hinder_by(hinder: Hinder) -> None:
    """Say what stands in the way of merging; saying it twice changes nothing."""
    if hinder not in _hindering:
        _hindering.append(hinder)


def hindrances(kept_id: int, other_id: int) -> list[str]:
    return [why for hinder in _hindering for why in hinder(kept_id, other_id)]


def what_moves(kept_id: int, other_id: int) -> list[WhatMoves]:
    """What the tables hold of the other account, and what becomes of it; nothing is changed."""
    found = []
    for each in _all():
        theirs = each.column == other_id
        many = _count(each, theirs)
        twice = _count(each, theirs & _both_have(each, kept_id)) if many and each.personal.one_each else 0
        found += [WhatMoves(each.personal.what, each.personal.merging, many, twice)] if many else []
    return found


def networks_touched(person_id: int) -> tuple[int, ...]:
    """The networks in which something names this person."""
    found: set[int] = set()
    for each in _all():
        if "network_id" in each.table.c:
            theirs = select(each.table.c.network_id).where(each.column == person_id).distinct()
            found.update(network_id for network_id in db.session.scalars(theirs) if network_id is not None)
    return tuple(sorted(found))


def merge_in_tables(kept_id: int, other_id: int) -> None:
    """Have everything that names the other account name the kept one, as it is declared. The accounts' own rows are left to
    whoever keeps accounts.
    """
    db.session.flush()
    for each in _all():
        theirs = each.column == other_id
        if each.personal.merging is Merging.UNITE:
            _uniting[each.table.name](kept_id, other_id)
            db.session.flush()
            continue
        if each.personal.merging is Merging.END:
            db.session.execute(delete(each.table).where(theirs))
            continue
        moving = theirs
        if each.personal.merging is Merging.MOVE_OR_DROP:
            db.session.execute(delete(each.table).where(theirs, _both_have(each, kept_id)))
        elif each.personal.merging is Merging.MOVE_OR_STAY:
            moving = theirs & ~_both_have(each, kept_id)
        db.session.execute(update(each.table).where(moving).values({each.column.name: kept_id}))
    db.session.expire_all()


def _all() -> list[Declared]:
    return [each for each in about_a_person(Model.metadata) if each.table.name != "person"]


def _both_have(each: Declared, kept_id: int) -> ColumnElement[bool]:
    """Rows of which the kept account has its own."""
    own = each.table.alias()
    return or_(
        *[
            exists().where(own.c[each.column.name] == kept_id, *[own.c[name] == each.table.c[name] for name in names])
            for names in each.personal.one_each
        ]
    )


def _count(each: Declared, which: ColumnElement[bool]) -> int:
    return db.session.scalars(select(func.count()).select_from(each.table).where(which)).one()
