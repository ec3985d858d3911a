"""Who only reads waits for nobody; who writes or locks takes SQLite's lock from then on, and reads what is true by then."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError

from app.accounts.models import Person
from app.core.db import apart, db, rows_of
from app.core.transactions import engine

Step = Callable[[], Any]


@pytest.fixture
def other(live_app: Flask) -> Iterator[sqlite3.Connection]:
    """Another program at the same file, which waits for nothing."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows.")
    db.session.remove()
    with closing(sqlite3.connect(db.engine.url.database or "", isolation_level=None, timeout=0)) as connection:
        yield connection


def free(other: sqlite3.Connection) -> bool:
    """Whether nobody holds the write lock."""
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    other.execute("ROLLBACK")
    return True


READING: dict[str, Step] = {
    "an object": lambda: db.session.get(Person, 1),
    "columns": lambda: db.session.execute(select(Person.name).order_by(Person.id)).all(),
    "past the mapper": lambda: rows_of(select(Person.name)).all(),
    "words": lambda: db.session.execute(text("SELECT 1")).scalar(),
    "recursion": lambda: db.session.execute(select(select(Person.id).cte("them", recursive=True).c.id)).all(),
}
LOCKING: dict[str, Step] = {
    "an update": lambda: db.session.execute(update(Person).values(name="")),
    "what is flushed": lambda: setattr(db.session.get_one(Person, 1), "name", "Another") or db.session.flush(),
    "for update": lambda: db.session.execute(select(Person.id).with_for_update()).all(),
    "for key share": lambda: db.session.execute(select(Person.id).with_for_update(key_share=True)).all(),
    "an object anew": lambda: db.session.refresh(db.session.get_one(Person, 1), with_for_update=True),
    "words": lambda: db.session.execute(text("DELETE FROM vote WHERE id = 0")),
    "a savepoint": lambda: db.session.begin_nested() and db.session.get(Person, 1),
}


@pytest.mark.parametrize("read", READING)
def test_who_may_write_but_only_reads_keeps_nobody_waiting(other: sqlite3.Connection, read: str) -> None:
    other.execute("BEGIN IMMEDIATE")
    READING[read]()
    other.execute("ROLLBACK")
    READING[read]()
    assert free(other)


@pytest.mark.parametrize("lock", LOCKING)
def test_who_writes_or_locks_is_alone_until_the_end(other: sqlite3.Connection, lock: str) -> None:
    LOCKING[lock]()
    assert not free(other)
    db.session.rollback()
    assert free(other)


def test_who_has_read_may_write_though_another_was_quicker(other: sqlite3.Connection) -> None:
    person = db.session.get_one(Person, 1)
    other.execute("UPDATE person SET name = 'Quicker' WHERE id = 1")
    db.session.execute(select(Person.id).with_for_update())
    db.session.refresh(person, ["name"])
    assert person.name == "Quicker"
    person.name += " and later"
    db.session.commit()
    assert other.execute("SELECT name FROM person WHERE id = 1").fetchone() == ("Quicker and later",)


def test_whoever_could_not_write_leaves_the_queue(
    live_app: Flask, other: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 0.05)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="database is locked"):
        LOCKING["an update"]()
    other.execute("ROLLBACK")
    db.session.rollback()
    came = []

    def write() -> None:
        with live_app.app_context():
            LOCKING["an update"]()
            db.session.commit()
            came.append(True)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert came == [True]


def test_what_stands_apart_goes_with_the_transaction_that_may_write(other: sqlite3.Connection) -> None:
    with apart() as connection:
        connection.execute(update(Person).values(name="Seen"))
    assert not free(other)
    db.session.rollback()
    assert other.execute("SELECT count(*) FROM person WHERE name = 'Seen'").fetchone() == (0,)
