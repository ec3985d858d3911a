"""How large what the site keeps is, and how much room is left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from app.analytics.dataset.publishing import analytics_dir
from app.attachments.keeping.quota import held_in_all
from app.core.db import db
from app.core.text.words import in_units, plural
from config import Settings

_ON_SQLITE = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
_ON_POSTGRESQL = "SELECT pg_database_size(current_database())"


def sizes(settings: Settings) -> list[tuple[str, str]]:
    """Each part with its size in words; the rows of a page."""
    letters, backups = settings.data_dir / "mail", settings.backups_home
    return [
        ("Database", in_units(_database())),
        ("Datasets", in_units(_size(analytics_dir(settings.analytics_home)))),
        ("Pictures and files of posts", in_units(held_in_all())),
        ("Letters kept as files", _files(letters, ".eml", "letter")),
        ("Backups", _files(backups, ".tar.gz", "file")),
        ("Free on the disk of the data", in_units(shutil.disk_usage(settings.data_dir).free)),
    ]


def _database() -> int:
    """As the database counts it itself; on SQLite without what is still in its write-ahead log."""
    asked = _ON_SQLITE if db.engine.dialect.name == "sqlite" else _ON_POSTGRESQL
    return int(db.session.scalars(text(asked)).one())


def _files(folder: Path, end: str, noun: str) -> str:
    lengths = [_length(path) for path in _within(folder) if path.name.endswith(end)]
    return f"{in_units(sum(lengths))} in {plural(len(lengths), noun)}" if lengths else "none"


def _size(folder: Path) -> int:
    return sum(_length(path) for path in _within(folder))


def _within(folder: Path) -> Iterator[Path]:
    for home, _, names in os.walk(folder):
        yield from (Path(home, name) for name in names)


def _length(path: Path) -> int:
    """What goes away while it is looked at has none."""
    try:
        return path.lstat().st_size
    except OSError:
        return 0
