"""Two requests at once, in an order that is known: one has done its part and not committed when the other one begins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.core.db import db
from app.core.errors import DomainError
from app.core.transactions.write_queue import WriteQueue

T = TypeVar("T")


def beside(app: Flask, first: Callable[[], object], load: Callable[[], T], second: Callable[[T], object]) -> Any:
    """Do the first; let the other one load what it needs and go on until it waits; then commit the first.

    What the second returned once it had committed, or why it was refused.
    """
    came: list[Any] = []
    looked = threading.Event()

    def late() -> None:
        with app.app_context():
            try:
                loaded = load()
                looked.set()
                came.append(second(loaded))
                db.session.commit()
            except (DomainError, StaleDataError, IntegrityError) as refused:
                came[:] = [refused]
                db.session.rollback()
            finally:
                looked.set()
                db.session.remove()

    first()
    db.session.flush()
    other, entered, enter = threading.Thread(target=late), threading.Event(), WriteQueue.enter
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WriteQueue, "enter", lambda *given: entered.set() or enter(*given))
        other.start()
        looked.wait(10)
        _until_it_waits(other, entered)
    db.session.commit()
    other.join(20)
    db.session.remove()
    return came[0]


def _until_it_waits(other: threading.Thread, entered: threading.Event) -> None:
    """The other one waits: on PostgreSQL for a row, on SQLite in the queue of those who write. Or it is done."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    on_sqlite = db.session.get_bind().dialect.name == "sqlite"
    for _ in range(1000):
        if not other.is_alive() or (entered.is_set() if on_sqlite else db.session.scalar(waiting)):
            return
        threading.Event().wait(0.02)
