"""Counters for the limits of attempts, kept in a database, so that all processes count together without Redis.

On SQLite they have a small file of their own beside the site's: an attempt is counted at once, whatever becomes of its
request, while that request may hold the one write lock of the other file. A backup does not need them.
"""

from __future__ import annotations

import contextlib
from threading import Lock
from typing import Any

from limits.storage import Storage
from sqlalchemy import Column, Float, Integer, MetaData, String, Table, case, create_engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock

#: The scheme under which the library knows this storage.
SCHEME = "counters"
#: The migrations leave this table alone.
TABLE = "limit_counter"
_PATIENCE = 6
_counters = Table(
    TABLE,
    MetaData(),
    Column("key", String, primary_key=True),
    Column("times", Integer, nullable=False),
    #: Seconds of the machine's clock; from then on the counter stands at nought.
    Column("ends_at", Float, nullable=False, index=True),
)


class CountersInDatabase(Storage):
    """A storage of the library `limits`; its address is `counters:` and the address of a database."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 -- declared so by the library

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **_options: Any) -> None:
        super().__init__(uri, wrap_exceptions)
        self._address = (uri or "").removeprefix(f"{SCHEME}:")
        self._engine: Engine | None = None
        self._turn = Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, in one statement, so that attempts at the same moment are all counted."""
        now = clock.real_now().timestamp()
        insert = sqlite.insert if self._database.dialect.name == "sqlite" else postgresql.insert
        made: Any = insert(_counters).values(key=key, times=amount, ends_at=now + expiry)
        over = _counters.c.ends_at <= now
        changed = {
            "times": case((over, amount), else_=_counters.c.times + amount),
            "ends_at": case((over, now + expiry), else_=_counters.c.ends_at),
        }
        counted = made.on_conflict_do_update(index_elements=["key"], set_=changed).returning(_counters.c.times)
        with self._database.begin() as connection:
            return int(connection.execute(counted).scalar_one())

    def get(self, key: str) -> int:
        return int(self._read(_counters.c.times, key) or 0)

    def get_expiry(self, key: str) -> float:
        return float(self._read(_counters.c.ends_at, key) or clock.real_now().timestamp())

    def check(self) -> bool:
        self.get("")
        return True

    def reset(self) -> int | None:
        return self._delete(_counters.c.key.is_not(None))

    def clear(self, key: str) -> None:
        self._delete(_counters.c.key == key)

    def forget(self) -> None:
        """Remove the counters whose time is over."""
        self._delete(_counters.c.ends_at <= clock.real_now().timestamp())

    def close(self) -> None:
        """Let go of the connections; the next count opens one."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @property
    def _database(self) -> Engine:
        # Made at the first attempt: most processes never count one, and no engine survives a fork. In turn: of two that
        # were made at once, one would stay connected for nobody.
        with self._turn:
            if self._engine is None:
                self._engine = self._made()
            return self._engine

    def _made(self) -> Engine:
        on_sqlite = self._address.startswith("sqlite")
        wait = {"timeout": _PATIENCE} if on_sqlite else {"connect_timeout": _PATIENCE}
        engine = create_engine(self._address, pool_size=1, max_overflow=3, hide_parameters=True, connect_args=wait)
        # Another process may make the table at this moment; if it is not there after all, the first use says so.
        with contextlib.suppress(SQLAlchemyError), engine.begin() as connection:
            _counters.metadata.create_all(connection)
        return engine

    def _read(self, column: Any, key: str) -> Any:
        there = (_counters.c.key == key, _counters.c.ends_at > clock.real_now().timestamp())
        with self._database.begin() as connection:
            return connection.execute(select(column).where(*there)).scalar()

    def _delete(self, which: Any) -> int:
        with self._database.begin() as connection:
            return connection.execute(delete(_counters).where(which)).rowcount
