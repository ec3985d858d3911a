"""Every row of a SQLite database into an empty PostgreSQL one of the same version: how a site grows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import DateTime, MetaData, Table

from app.administration.backup.copying import opened
from app.core.db import UtcDateTime
from app.core.errors import Invalid

#: Rows that are read at once.
BATCH = 1000


def copy_rows(source: Path, target: psycopg.Connection, tables: MetaData) -> dict[str, int]:
    """In the target's one transaction, which the caller commits: all rows, or none. How many of each table.

    What points to what is checked at the end and not row by row, so that it does not matter which comes first, also where
    tables or rows point to each other in a circle.
    """
    with opened(source) as there:
        constraints = _foreign_keys(target)
        for holder, name, _ in constraints:
            target.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(_name(holder), _name(name)))
        copied = {table.name: _copy(there, target, table) for table in tables.tables.values()}
        for holder, name, rule in constraints:
            add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
            target.execute(add.format(_name(holder), _name(name), sql.SQL(rule)))
    for table in tables.tables.values():
        _count_on(target, table)
    return copied


def _foreign_keys(target: psycopg.Connection) -> list[tuple[str, str, str]]:
    """Table, name and definition of each."""
    return target.execute(
        "SELECT t.relname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid"
        " JOIN pg_namespace n ON n.oid = t.relnamespace WHERE c.contype = 'f' AND n.nspname = current_schema() ORDER BY 1, 2"
    ).fetchall()


def _copy(there: sqlite3.Connection, target: psycopg.Connection, table: Table) -> int:
    names = [column.name for column in table.columns]
    copied = 0
    target.execute(sql.SQL("DELETE FROM {}").format(_name(table.name)))  # what a migration wrote, the source has, too
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(_name(table.name), sql.SQL(", ").join(map(_name, names)))
    try:
        with target.cursor() as cursor, cursor.copy(into) as copy:
            for row in _rows(there, table, names):
                copy.write_row(row)
                copied += 1
    except psycopg.DataError as fault:
        raise Invalid(f"A row of {table.name} cannot be taken over: {fault.diag.message_primary or fault}") from fault
    return copied


def _rows(there: sqlite3.Connection, table: Table, names: list[str]) -> Iterator[tuple[Any, ...]]:
    """As SQLite stores them, in the order of their keys: words, numbers and bytes are the same on both. Instants, which it
    keeps without their zone, get it.
    """
    columns = ", ".join(f'"{name}"' for name in names)
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    cursor = there.execute(f'SELECT {columns} FROM "{table.name}" ORDER BY {keys}')  # noqa: S608 -- our own names
    changes: list[tuple[int, Callable[[Any], Any]]] = [
        (place, _in_utc)
        for place, column in enumerate(table.columns)
        if isinstance(column.type, DateTime | UtcDateTime)
    ]
    while batch := cursor.fetchmany(BATCH):
        for row in batch:
            values = list(row)
            for place, change in changes:
                values[place] = change(values[place])
            yield tuple(values)


def _in_utc(stored: str | None) -> str | None:
    return None if stored is None else f"{stored}+00"


def _count_on(target: psycopg.Connection, table: Table) -> None:
    """The next row's number comes after the last one's."""
    column = table.autoincrement_column
    if column is None:
        return
    asked = sql.SQL(
        "SELECT setval(s.name, coalesce(max({}), 1), max({}) IS NOT NULL) FROM {} RIGHT JOIN"
        " (SELECT pg_get_serial_sequence(%s, %s) AS name) s ON true WHERE s.name IS NOT NULL GROUP BY s.name"
    )
    key = _name(column.name)
    target.execute(asked.format(key, key, _name(table.name)), (f'"{table.name}"', column.name))


def _name(name: str) -> sql.Identifier:
    return sql.Identifier(name)
