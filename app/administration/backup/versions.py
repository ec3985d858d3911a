"""Which migrations this software has, and how a database is brought up to the last of them."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from app.core.errors import Invalid
from app.web import commands


def head() -> str:
    """The migration that this software's databases are at."""
    return str(commands.migrations().get_current_head())


def is_known(migration: str) -> bool:
    """Whether this software can bring a database from there to its own version; of "" nothing is known to be missing."""
    try:
        return not migration or bool(commands.migrations().get_revisions(migration.split(", ")))
    except import_module("alembic.util").CommandError:
        return False


def migrate() -> None:
    """Bring the site's database up to this software's version."""
    import_module("flask_migrate").upgrade(directory=commands.migrations().dir)


def migrate_apart(folder: Path) -> None:
    """The same with the SQLite database in a folder of its own, by a process that knows no other site."""
    here = Path(commands.migrations().dir).parent
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_URL")}
    environment |= {"DATA_DIR": str(folder), "FLASK_APP": "wsgi"}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "db", "upgrade"],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = next(iter(reversed(done.stderr.strip().splitlines())), f"it ended with {done.returncode}")
        raise Invalid(f"The backup's database could not be brought up to this version: {last}. Nothing was changed.")
