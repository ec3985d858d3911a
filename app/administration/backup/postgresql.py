"""PostgreSQL's own programs, and the words in which they are called and fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import make_url

from app.core.concurrency.counters import TABLE as COUNTERS
from app.core.errors import Invalid
from config import Settings

#: Seconds to wait for tables that somebody uses.
PATIENCE = 10
#: The queue's tables and the counters of tries, which their owners make anew: what is owed stands in the outbox.
NOT_OURS = ("huey_", COUNTERS)


def connected(address: str) -> psycopg.Connection:
    """A connection of our own to the database at SQLAlchemy's address. It waits for no table longer than PATIENCE."""
    patience = {"options": f"-c lock_timeout={PATIENCE}s"}
    return psycopg.connect(make_conninfo(**(patience | _parts(address))))


def call(program: str, arguments: Sequence[str], settings: Settings, *, or_else: str) -> None:
    """Run pg_dump or pg_restore on the site's database; Invalid with its first words and with `or_else` if it fails."""
    folder = settings.pg_bin
    path = shutil.which(program, path=folder or None)
    if path is None:
        where = f"in PG_BIN ({folder})" if folder else "on the PATH"
        raise Invalid(
            f"PostgreSQL's program {program} is needed, and is not {where}.",
            help_text="Install PostgreSQL's client programs of the server's version, and name their folder in PG_BIN.",
        )
    parts = _parts(settings.database_address)
    # Not on the command line, which everybody on the machine reads.
    environment = {**os.environ, "PGPASSWORD": parts.pop("password", os.environ.get("PGPASSWORD", ""))}
    command = [path, "--no-password", *arguments, f"--dbname={make_conninfo(**parts)}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = _words(done.stderr) or f"it ended with {done.returncode}"
        raise Invalid(f"{program} failed: {said.rstrip('.')}. {or_else}")


def tables(connection: psycopg.Connection) -> list[str]:
    """The site's tables that there are, and others that are neither the queue's nor the counters'."""
    found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    return [name for (name,) in found if not name.startswith(NOT_OURS)]


def _parts(address: str) -> dict[str, str]:
    url = make_url(address)
    names: Mapping[str, str] = {"username": "user", "database": "dbname"}
    parts = {names.get(name, name): str(value) for name, value in url.translate_connect_args().items()}
    return parts | {name: value if isinstance(value, str) else ",".join(value) for name, value in url.query.items()}


def _words(said: str) -> str:
    """What the program says went wrong, without its name: at most two lines, and what to do where it has another version."""
    lines = [
        re.sub(r"^\w+: (error: |detail: )?", "", line).strip().rstrip(".") for line in said.splitlines() if line.strip()
    ]
    hint = ["name the folder of the server's version in PG_BIN"] if "version mismatch" in said else []
    return "; ".join([*lines[:2], *hint])


def put_beside(path: Path) -> list[str]:
    """Arguments of pg_dump that write one file of what is ours."""
    left_out = [f"--exclude-table={name}{'*' if name.endswith('_') else ''}" for name in NOT_OURS]
    return ["--format=custom", "--compress=0", "--no-owner", "--no-privileges", *left_out, f"--file={path}"]
