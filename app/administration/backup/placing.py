"""Putting a database into the place of an empty one. Until the last step the place is empty, or is what it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from app.administration.backup import postgresql
from app.administration.backup.copying import opened, tables_of
from app.administration.backup.work_folder import on_the_disk
from app.core.errors import Conflict, Refused

#: What says that tables are the site's.
_OURS = frozenset({"person", "alembic_version"})


def refuse_people_in_sqlite(place: Path) -> None:
    """Refused if anybody has an account there, or if it is no database of a site; Conflict while any process has it open."""
    if place.exists() and place.stat().st_size:
        with _held_alone(place):
            pass


def put_sqlite(ready: Path, place: Path) -> None:
    """Let this file be the site's database. Refused and Conflict as above."""
    on_the_disk(ready)
    if place.exists() and place.stat().st_size:
        with _held_alone(place):
            ready.replace(place)
    else:
        ready.replace(place)
    for kept_beside in ("-wal", "-shm"):
        place.with_name(place.name + kept_beside).unlink(missing_ok=True)
    on_the_disk(place.parent)


def refuse_people_in_postgresql(address: str) -> None:
    """Refused if anybody has an account there, or if the tables there are not a site's."""
    with postgresql.connected(address) as there:
        _refuse_rows(there)


def empty_postgresql(address: str) -> None:
    """Refused as above. Nothing of an empty site is kept: the database is as before its first migration."""
    with postgresql.connected(address) as there:
        _refuse_rows(there)
        try:
            for name in postgresql.tables(there):
                there.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(name)))
        except psycopg.errors.LockNotAvailable as fault:
            raise _in_use("The database") from fault


@contextmanager
def _held_alone(place: Path) -> Iterator[None]:
    """An empty site's file, which nobody else has open; and no log of it is left for the file that takes its place."""
    try:
        with opened(place) as there:
            _refuse_people(there, place)
            there.execute("PRAGMA busy_timeout=1000")
            there.execute("PRAGMA journal_mode=DELETE")
            there.execute("BEGIN EXCLUSIVE")
            _refuse_people(there, place)
            yield
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise _in_use(str(place)) from fault
        raise
    except sqlite3.DatabaseError as fault:
        raise Refused(f"{place} cannot be read as a database ({fault}). Nothing was changed.") from fault


def _refuse_people(there: sqlite3.Connection, place: Path) -> None:
    tables = set(tables_of(there))
    if tables and not tables & _OURS:
        raise _foreign(str(place))
    if "person" in tables and there.execute("SELECT 1 FROM person LIMIT 1").fetchone():
        raise _not_empty(str(place))


def _refuse_rows(there: psycopg.Connection) -> None:
    tables = set(postgresql.tables(there))
    if tables and not tables & _OURS:
        raise _foreign("The database")
    if "person" in tables and there.execute("SELECT 1 FROM person LIMIT 1").fetchone():
        raise _not_empty("The database")


def _not_empty(place: str) -> Refused:
    return Refused(
        f"{place} holds a site with people already, and a backup is only put into an empty one. Nothing was changed.",
        help_text="Give another DATA_DIR or DATABASE_URL, or put that one aside first.",
    )


def _foreign(place: str) -> Refused:
    return Refused(f"{place} holds tables that are no site's. Nothing was changed.", help_text="Give an empty one.")


def _in_use(place: str) -> Conflict:
    return Conflict(
        f"{place} is in use: the site or its worker runs. It was not changed.",
        help_text="Stop them, and give the same command again.",
    )


def free_name(place: Path, ready: Path) -> None:
    """Give what is ready its name, with all its rights, if nobody else has it meanwhile."""
    on_the_disk(ready)
    try:
        os.link(ready, place)
    except FileExistsError:
        raise Conflict(f"There is a file {place} already. Choose another name.") from None
    except OSError:  # a disk without such links
        ready.replace(place)
    on_the_disk(place.parent)
