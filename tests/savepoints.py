"""Savepoints without their compilation."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.engine import Connection, Dialect


def write_savepoints_plainly(dialect: Dialect) -> None:
    """Each request of a test is a savepoint, and SQLAlchemy would compile its two statements anew each time. The names
    are those that it makes up itself.
    """

    def sending(words: str) -> Callable[[Connection, str], object]:
        return lambda connection, name: connection.exec_driver_sql(f"{words} {name}")

    for method, words in (
        ("do_savepoint", "SAVEPOINT"),
        ("do_release_savepoint", "RELEASE SAVEPOINT"),
        ("do_rollback_to_savepoint", "ROLLBACK TO SAVEPOINT"),
    ):
        setattr(dialect, method, sending(words))
