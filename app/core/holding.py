"""Holding a row: whoever decides by what stands in it has it first, and reads it as the one before left it.

What was loaded with the page may be older than what another request has just written, on both databases.
"""

from __future__ import annotations

from sqlalchemy import Column, inspect
from sqlalchemy.exc import IntegrityError

from app.core.db import Base, db


def hold(row: Base) -> None:
    """Wait for whoever is writing to this row now, and read it as they left it; nobody else changes it until the commit.

    Its relationships stay as they were loaded. Rows that only point to it need not wait.
    """
    columns = [each.key for each in inspect(type(row)).column_attrs if isinstance(each.columns[0], Column)]
    db.session.refresh(row, columns, with_for_update={"key_share": True})


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
