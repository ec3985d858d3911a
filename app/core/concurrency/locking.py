"""Locking a row: whoever decides by what stands in it locks it first, and reads it as the one before left it.

What was loaded with the page may be older than what another request has just written, on both databases.
"""

from __future__ import annotations

from sqlalchemy import Column, inspect

from app.core.db import Base, db


def lock_row(row: Base) -> None:
    """Wait for whoever is writing to this row now, and read it as they left it; nobody else changes it until the commit.

    Its relationships stay as they were loaded. Rows that only point to it need not wait.
    """
    columns = [each.key for each in inspect(type(row)).column_attrs if isinstance(each.columns[0], Column)]
    db.session.refresh(row, columns, with_for_update={"key_share": True})
