"""The demo as `make run` prepares it: told once in a run on each kind of database, and copied for whoever wants it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests import forked
from tests.made_once import made_once
from tests.postgres import new_database

#: Nothing of the machine's own settings may reach a site under test.
NOT_OURS = (
    "DATABASE_URL",
    "REDIS_URL",
    "ROOM_BUS",
    "SMTP_URL",
    "SECRET_KEY",
    "ANALYTICS_STORE",
    "DEMO_PASSWORD",
)
#: In the demo's folder, where its database is a PostgreSQL.
ADDRESS = "address"


def only_ours() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in NOT_OURS}


def copy_demo(base: pytest.TempPathFactory, kind: str, folder: Path) -> str:
    """Into this folder, which is not there yet; the address of the database that belongs to it, "" where it lies inside."""
    told = made_once(base, f"demo-{kind}", tell_demo if kind == "sqlite" else _tell_it_on_postgresql)
    shutil.copytree(told, folder, ignore=shutil.ignore_patterns(ADDRESS))
    return "" if kind == "sqlite" else new_database(like=(told / ADDRESS).read_text())


def tell_demo(folder: Path, address: str = "") -> None:
    """The two commands of `make run` before the servers start."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**only_ours(), "DATA_DIR": str(folder), **({"DATABASE_URL": address} if address else {})}
    for command in (["db", "upgrade"], ["seed", "demo"]):
        forked.run(["flask", "--app", "wsgi", *command], environment, folder / "seeding.log")


def _tell_it_on_postgresql(folder: Path) -> None:
    address = new_database()
    tell_demo(folder, address)
    (folder / ADDRESS).write_text(address)
