"""A copy of the database as it is at one instant, while people write."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from app.administration.backup import postgresql
from app.core.transactions.engine import PATIENCE
from config import Settings


@dataclass(frozen=True)
class DatabaseCopy:
    path: Path
    #: The migration it is at; "" if its tables were made without.
    migration: str
    #: Of each table, as many as are in the copy.
    rows: dict[str, int]


def copy_sqlite(source: Path, to: Path) -> DatabaseCopy:
    """By SQLite's backup interface, in one step: all of it is of the instant at which the step begins, and everything that
    was acknowledged by then is in it. It reads, so it waits for nobody and nobody for it; the write-ahead log grows
    meanwhile.
    """
    with opened(source) as there, closing(sqlite3.connect(to)) as copy:
        # Nobody relies on the copy before it is whole; then it is written to the disk as a part of the backup.
        copy.execute("PRAGMA synchronous=OFF")
        there.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return DatabaseCopy(to, *_read(tables_of(copy), lambda asked: copy.execute(asked).fetchall()))


def copy_postgresql(settings: Settings, to: Path) -> DatabaseCopy:
    """By pg_dump, from a snapshot of which the rows are counted, too."""
    with postgresql.connected(settings.database_address) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        [[snapshot]] = connection.execute("SELECT pg_export_snapshot()").fetchall()
        arguments = [*postgresql.put_beside(to), f"--snapshot={snapshot}"]
        postgresql.call("pg_dump", arguments, settings, or_else="No backup was made.")
        tables = postgresql.tables(connection)
        read = _read(tables, lambda asked: connection.execute(sql.SQL(asked)).fetchall())
        return DatabaseCopy(to, *read)


def opened(path: Path) -> closing[sqlite3.Connection]:
    """A connection of our own to a SQLite file that is there. It says BEGIN itself."""
    address = f"file:{quote(str(path))}?mode=rw"
    return closing(sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None))


def tables_of(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    )
    return [name for (name,) in found]


def _read(tables: Iterable[str], ask: Callable[[str], list[tuple[object, ...]]]) -> tuple[str, dict[str, int]]:
    """The migration, and the rows of each table."""
    rows = {name: int(str(ask(f'SELECT count(*) FROM "{name}"')[0][0])) for name in tables}  # noqa: S608
    at = ask("SELECT version_num FROM alembic_version ORDER BY 1") if "alembic_version" in rows else []
    return ", ".join(str(version) for (version,) in at), rows
