"""How transactions begin: what only reads cannot write, and SQLite's writers take their turn.

SQLite is opened in WAL mode with foreign keys on. A transaction that has read and then wants to write would fail at once
under SQLite ("database is locked", without waiting) if another writer was quicker. So the first statement that writes, or
reads FOR UPDATE, ends what was read before, waits in a queue (`write_queue`), and begins IMMEDIATE. What is read from then
on is of that moment; what was read before may be older, as on PostgreSQL, and whoever relies on it locks it first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

from app.core.transactions.write_queue import WriteQueue

#: Whether the transaction that begins next may write. Safe requests switch it off.
will_write: ContextVar[bool] = ContextVar("will_write", default=True)


@contextmanager
def reading_only() -> Iterator[None]:
    """Within this block a transaction begins so that it cannot write."""
    token = will_write.set(False)
    try:
        yield
    finally:
        will_write.reset(token)


def set_will_write(*, will: bool) -> None:
    will_write.set(will)


#: Seconds to wait for SQLite's write lock, or for PostgreSQL to answer at all, before the site says that it is busy.
PATIENCE = 6
#: What is noted of a connection: that its transaction has only read as yet and may write, and the queue it must leave.
_READS, _QUEUE = "reads", "write_queue"
#: How many statements each connection to PostgreSQL keeps prepared: more than all pages together ask often.
PREPARED = 500


def prepare_engine(engine: Engine) -> None:
    """Attach the rules above to an engine: what only reads cannot write, and SQLite's writers take turns."""
    on_sqlite = engine.dialect.name == "sqlite"
    connect = _connect if on_sqlite else _connect_postgresql
    if event.contains(engine, "connect", connect):
        return
    event.listen(engine, "connect", connect)
    if on_sqlite:
        queue = WriteQueue(f"{engine.url.database}-queue")
        event.listen(engine, "begin", _begin)
        event.listen(engine, "before_cursor_execute", partial(_before_statement, queue))
        event.listen(engine, "checkin", _leave_queue)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _connect_postgresql(connection: Any, _record: Any) -> None:
    connection.prepared_max = PREPARED


def _begin_postgresql(connection: Connection) -> None:
    # Goes with the BEGIN that the driver sends before the first statement, so it costs no round trip.
    driver: Any = connection.connection.driver_connection
    driver.read_only = not will_write.get()


def _connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, below
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys=ON",
        f"busy_timeout={1000 * PATIENCE}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "cache_size=-8000",
        # What is deleted is written over, in the file as in its free pages.
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    pooled: Any = connection.connection
    pooled.record_info[_READS] = may_write = will_write.get()
    pooled.execute(f"PRAGMA query_only={'OFF' if may_write else 'ON'}")
    connection.exec_driver_sql("BEGIN")


def _before_statement(
    queue: WriteQueue, connection: Connection, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool
) -> None:
    """The first statement that writes or locks ends the reading before it and begins IMMEDIATE."""
    pooled: Any = connection.connection
    if not pooled.record_info.get(_READS) or _only_reads(statement, context):
        return
    pooled.record_info[_READS] = False
    pooled.execute("COMMIT")
    left: float = PATIENCE
    if _QUEUE not in pooled.record_info and (left := queue.enter(PATIENCE)):
        pooled.record_info[_QUEUE] = queue
    # One bounded wait in all: what the queue took of it, SQLite's lock does not get.
    pooled.execute(f"PRAGMA busy_timeout={int(1000 * left)}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _only_reads(statement: str, context: Any) -> bool:
    asked = context.invoked_statement
    if getattr(asked, "_for_update_arg", None) is not None:
        return False
    return statement.startswith(("SELECT", "PRAGMA", "BEGIN")) or getattr(asked, "is_select", False)


def _leave_queue(_connection: Any, record: Any) -> None:
    # The next begins when the connection is back in the pool: just after the transaction's end, whatever that was.
    if queue := record.record_info.pop(_QUEUE, None):
        queue.leave()
