"""How Alembic reaches the site's database and writes its types.

A migration must read the same for ever, so it names the database's own types, never a class of the site: an instant
is a time with a zone, a word of an enumeration is text of up to 80 characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from flask import current_app

from app.core.db import UtcDateTime, db
from app.core.concurrency.counters import TABLE

#: With their shadows on SQLite: search_words_data and the like.
OF_THE_SEARCH = ("search_words", "search_vocabulary")

MIGRATE = current_app.extensions["migrate"]


def written_type(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """The words for a column's type in a migration; False leaves them to Alembic."""
    if kind != "type":
        return False
    if isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(thing, sa.Enum):
        return f"sa.String(length={thing.length})"
    return False


def is_ours(name: str | None, kind: str, _parents: Any) -> bool:
    """The queue and the counters of tries keep tables of their own in the same PostgreSQL, and make them themselves; those
    of the words that are searched are made by a migration, and are no model's.
    """
    return not (kind == "table" and ((name or "").startswith(("huey_", *OF_THE_SEARCH)) or name == TABLE))


def nothing_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """No file is written when nothing has changed."""
    options = context.config.cmd_opts
    if options is not None and getattr(options, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives.clear()


def print_sql() -> None:
    """`flask db upgrade --sql`: the statements, for somebody else to run."""
    context.configure(url=db.engine.url, target_metadata=db.metadata, literal_binds=True, render_item=written_type)
    with context.begin_transaction():
        context.run_migrations()


@contextmanager
def rows_that_stay(connection: sa.Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the old one, which rows that point to it would forbid. So nothing
    is checked meanwhile, and everything afterwards.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection  # past SQLAlchemy: within a transaction it would not count
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if astray := driver.execute("PRAGMA foreign_key_check").fetchall():
            raise RuntimeError(f"rows of {astray[0][0]} point to rows of {astray[0][2]} that are gone")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            process_revision_directives=nothing_empty,
            render_item=written_type,
            include_name=is_ours,
            **MIGRATE.configure_args,
        )
        with rows_that_stay(connection), context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    print_sql()
else:
    run()
