"""Erasing a person from the tables, as each column that names them declares it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, ColumnElement, Table, delete, func, or_, select, update

from app.core.db import Model, db
from app.core.personal.redaction import Redaction
from app.core.personal_data import Declared, Erasure, about_a_person, declared, own_words, points_at_person

#: Rows whose words are read at a time.
BATCH = 500


class Reworded(NamedTuple):
    """A row from whose words the name was taken out."""

    table: str
    row_id: int | str


class WhatIsKept(NamedTuple):
    what: str
    many: int


def kept_about(person_id: int, how: Erasure) -> list[WhatIsKept]:
    """What the tables hold of this person that erasing them would treat so, with how many rows of each."""
    found = []
    for each in about_a_person(Model.metadata):
        if each.personal.erasure is how:
            many = db.session.scalars(select(func.count()).where(each.column == person_id)).one()
            found += [WhatIsKept(each.personal.what, many)] if many else []
    return found


def erase_from_tables(person_id: int, redaction: Redaction) -> list[Reworded]:
    """Delete, empty and redact what is declared so; the rows whose words changed. The account's own row is left to
    whoever keeps accounts.
    """
    reworded: list[Reworded] = []
    for each in about_a_person(Model.metadata):
        mine = each.column == person_id
        if each.personal.erasure is Erasure.DELETE:
            db.session.execute(delete(each.table).where(mine))
        elif each.personal.erasure is Erasure.CLEAR:
            db.session.execute(update(each.table).where(mine).values({each.column.name: None}))
        elif each.personal.erasure is Erasure.KEEP:
            reworded += _reword(each, mine, redaction)
    for each in declared(Model.metadata):
        if each.personal.erasure is Erasure.DELETE and not points_at_person(each.column):
            db.session.execute(delete(each.table).where(each.column.in_(redaction.addresses)))
    db.session.expire_all()
    return reworded


def _reword(each: Declared, mine: ColumnElement[bool], redaction: Redaction) -> Iterator[Reworded]:
    """The person's own words: their name may stand under them, or their address."""
    columns = [each.table.c[name] for name in own_words(each.table, each.personal)]
    if columns:
        for found in _change(each.table, columns, mine, redaction):
            yield Reworded(each.table.name, found)


def redact_everywhere(redaction: Redaction) -> None:
    """The texts in which people may be named without being pointed at, such as reasons in the history. What the worker
    owes is JSON, and no text: see owed_letters.py.
    """
    for each in declared(Model.metadata):
        if each.personal.erasure is Erasure.REDACT and not isinstance(each.column.type, JSON):
            # By what all spellings share: SQLite knows small letters of ASCII only.
            there = or_(*[each.column.icontains(part, autoescape=True) for part in redaction.needles])
            for _ in _change(each.table, [each.column], there, redaction):
                pass


def _change(
    table: Table, columns: list[Column[Any]], which: ColumnElement[bool], redaction: Redaction
) -> Iterator[int | str]:
    """The keys of the rows that changed. By key and in batches, so that memory stays the same however many there are."""
    key = table.primary_key.columns[0]
    last: Any = None
    while True:
        query = select(key, *columns).where(which).order_by(key).limit(BATCH)
        rows = db.session.execute(query.where(key > last) if last is not None else query).all()
        for row_id, *texts in rows:
            new: dict[str, Any] = {
                column.name: changed
                for column, text in zip(columns, texts, strict=True)
                if text and (changed := _left_of(column, text, redaction)) != text
            }
            if new:
                if "version" in table.c:  # a page that was open before is told that the words have changed
                    new["version"] = table.c.version + 1
                db.session.execute(update(table).where(key == row_id).values(new))
                yield row_id
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def _left_of(column: Column[Any], text: str, redaction: Redaction) -> str:
    return redaction.of_people_html(text) if column.name.endswith("_html") else redaction.of_people(text)
