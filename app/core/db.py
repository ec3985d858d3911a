"""The database: base model, constraint names, column types. How transactions begin stands in `transactions`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Enum, Executable, ForeignKey, MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator

from app.core.personal_data import INFO, Personal
from app.core.transactions.engine import PATIENCE, will_write

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. A naive value is a mistake and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("An instant needs its time zone.")
        return value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        # One function instead of the three that SQLAlchemy would call: a page of twenty posts reads sixty instants.
        read = self.impl_instance.result_processor(dialect, coltype)

        def process(value: Any) -> datetime | None:
            if value is None:
                return None
            at: Any = read(value) if read else value
            aware: datetime = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
            return aware

        return process


#: An enumeration is stored as its words in a text column: readable, and free of ALTER TYPE.
WORDS = Enum(StrEnum, native_enum=False, length=80, values_callable=lambda words: [word.value for word in words])


class Base(DeclarativeBase):
    # Given as a registry, because Flask-SQLAlchemy derives its model class from this one.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UtcDateTime, StrEnum: WORDS}
    )


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

#: An ordinary primary key.
key = Annotated[int, mapped_column(primary_key=True)]


def points_to(
    target: str, *, index: bool = True, ondelete: str | None = None, personal: Personal | None = None, **more: Any
) -> Mapped[Any]:
    """A foreign key column, indexed unless a wider index already begins with it. One that points at a person declares
    what that says of them.
    """
    if personal is not None:
        more["info"] = {INFO: personal}
    return mapped_column(ForeignKey(target, ondelete=ondelete), index=index, **more)


def says_of_a_person(personal: Personal, **more: Any) -> Mapped[Any]:
    """A column that says something of a person without pointing at them: an address, a text that may name them."""
    return mapped_column(info={INFO: personal}, **more)


def empty_write_ahead_log() -> bool:
    """Bring SQLite's write-ahead log into the database and cut it off, so that it keeps no earlier state of any row.

    Called by the worker each minute. True if it is empty; a reader that is under way keeps it until the next time.
    Nothing to do for PostgreSQL.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        # Whoever writes would wait meanwhile: not long.
        cursor.execute("PRAGMA busy_timeout=200")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={1000 * PATIENCE}")
        cursor.close()
    finally:
        raw.close()
    return not busy


@contextmanager
def apart() -> Iterator[Connection]:
    """A transaction of its own beside the request's, for facts about asking itself: a question about figures, the last
    use of a session or of a token. They are kept whatever becomes of the request, and a GET writes nothing else.

    A request that may write may hold SQLite's one write lock already: there it is the request's own transaction, and goes
    with it. A test's connection stands in the engine's place; then it is a savepoint in the test's transaction.
    """
    if will_write.get() and db.engine.dialect.name == "sqlite":
        yield db.session.connection()
        return
    token = will_write.set(True)
    try:
        engine: Any = db.engine
        if isinstance(engine, Connection):
            with engine.begin_nested():
                yield engine
        else:
            with engine.begin() as connection:
                yield connection
    finally:
        will_write.reset(token)


def rows_of(statement: Executable, values: Mapping[str, Any] | None = None) -> CursorResult[*tuple[Any, ...]]:
    """Read columns: in the session's transaction and after its flush, but past the mapper, which takes longer over a
    few plain columns than the database does. For statements that pages ask each time; a whole entity would come apart.
    """
    session = db.session()
    if session.autoflush:
        session.flush()
    return session.connection().execute(statement, values)


def changed_rows(statement: Executable, values: dict[str, Any] | None = None) -> int:
    """Carry out an INSERT, UPDATE or DELETE; how many rows it touched."""
    # Without this option an INSERT's count is lost on PostgreSQL (it reads -1, which would count as yes).
    keep: dict[str, Any] = {"preserve_rowcount": True}
    return cast("CursorResult[Any]", db.session.execute(statement, values, execution_options=keep)).rowcount


def insert_once(table: Table | type[Base], values: dict[str, Any]) -> bool:
    """Insert one row unless a unique constraint says it is there already; True if it was new.

    The answer is exact under concurrency: the database decides, on SQLite and on PostgreSQL.
    """
    db.session.flush()  # what it points to may not be written yet
    return bool(changed_rows(_insert_once(table, db.session.get_bind().dialect.name), values))


def insert_all_once(table: Table | type[Base], rows: list[dict[str, Any]]) -> None:
    """The same for many rows in one statement; of those that are there already nothing changes."""
    if rows:
        db.session.flush()
        db.session.execute(_insert_once(table, db.session.get_bind().dialect.name), rows)


def insert_once_on(connection: Connection, table: Table, values: dict[str, Any]) -> bool:
    """The same on this connection, which is not the session's."""
    keep: dict[str, Any] = {"preserve_rowcount": True}
    statement = _insert_once(table, connection.dialect.name)
    return bool(connection.execute(statement, values, execution_options=keep).rowcount)


@cache
def _insert_once(table: Table | type[Base], dialect: str) -> Executable:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # The table and not the class: given values, the mapper would take them for rows of its own.
    plain = table if isinstance(table, Table) else cast("Table", table.__table__)
    return make(plain).on_conflict_do_nothing()


def insert_from(table: Table | type[Base], columns: list[str], rows: Any) -> int:
    """INSERT … SELECT that skips rows a unique constraint already holds; how many were new."""
    dialect = db.session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(table).from_select(columns, rows).on_conflict_do_nothing()
    return changed_rows(statement)


def came_second(fault: IntegrityError) -> bool:
    """Whether another request made the same, or took away what this one points to, after this one had looked."""
    named = getattr(fault.orig, "sqlstate", None) or getattr(fault.orig, "sqlite_errorname", "")
    return named in _TAKEN_OR_GONE


#: A unique constraint or a foreign key, in the words of PostgreSQL and of SQLite.
_TAKEN_OR_GONE = frozenset(
    {
        "23505",
        "23503",
        "SQLITE_CONSTRAINT_UNIQUE",
        "SQLITE_CONSTRAINT_PRIMARYKEY",
        "SQLITE_CONSTRAINT_FOREIGNKEY",
    }
)


__all__ = [
    "Base",
    "Model",
    "UtcDateTime",
    "apart",
    "came_second",
    "changed_rows",
    "db",
    "empty_write_ahead_log",
    "insert_from",
    "insert_once",
    "insert_once_on",
    "key",
    "points_to",
    "rows_of",
    "says_of_a_person",
]
