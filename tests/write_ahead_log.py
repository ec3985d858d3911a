"""A database as somebody finds it who has its files: after each commit that the write-ahead log still holds.

The format is SQLite's (https://www.sqlite.org/fileformat2.html#walformat): a header of 32 bytes, then frames of 24 bytes
and a page each; a frame that ends a commit says how many pages the database has then.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

Rows = dict[str, set[tuple[object, ...]]]


def commits(folder: Path) -> list[int]:
    """The length of the log at the end of each commit."""
    log = (folder / "networks.db-wal").read_bytes()
    page = struct.unpack(">I", log[8:12])[0]
    ends, at = [], 32
    while at + 24 + page <= len(log):
        pages_then, same_log = struct.unpack(">I", log[at + 4 : at + 8])[0], log[at + 8 : at + 16] == log[16:24]
        at += 24 + page
        if same_log and pages_then:
            ends.append(at)
    return ends


def replayed(folder: Path, into: Path) -> Iterator[Rows]:
    """All rows after each commit in turn. `folder` holds a copy of the database and its log."""
    log = (folder / "networks.db-wal").read_bytes()
    for number, end in enumerate(commits(folder)):
        here = into / str(number)
        here.mkdir(parents=True)
        (here / "networks.db").write_bytes((folder / "networks.db").read_bytes())
        (here / "networks.db-wal").write_bytes(log[:end])
        yield rows(here / "networks.db")


def rows(database: Path) -> Rows:
    """Every row of every table, with the names of its columns."""
    connection = sqlite3.connect(database)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found: Rows = {}
    for table in tables:
        cursor = connection.execute(f'SELECT * FROM "{table}"')
        names = [each[0] for each in cursor.description]
        found[table] = {tuple(zip(names, map(str, row), strict=True)) for row in cursor}
    connection.close()
    return found


def changed(before: Rows, after: Rows) -> Rows:
    """The rows of each table that a commit added, changed or took away."""
    return {table: difference for table in after if (difference := after[table] ^ before.get(table, set()))}
