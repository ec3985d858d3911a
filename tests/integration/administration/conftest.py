"""Sites of their own, on each kind of database, with people or with nobody: for backups, which read and replace all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from app.core.concurrency.counters import CountersInDatabase
from app.core.db import db
from app.core.errors import DomainError
from app.forums.models import Discussion
from app.forums.services import start_discussion
from app.web.extensions import limiter
from config import Settings
from tests.architecture.source import ROOT
from tests.people import World, build_world
from tests.postgres import client_programs, new_database

MIGRATIONS = str(ROOT / "migrations")


@dataclass(frozen=True)
class OwnSite:
    """A site with a folder and a database of its own."""

    settings: Settings

    @contextmanager
    def open(self) -> Iterator[Flask]:
        app = create_app(self.settings)
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                db.engine.dispose()
                if isinstance(limiter._storage, CountersInDatabase):
                    limiter._storage.close()  # it has an engine of its own

    def rows(self) -> dict[str, list[Any]]:
        """Every row of every table, as the site reads them."""
        with self.open():
            found = {}
            for table in db.metadata.sorted_tables:
                rows = db.session.execute(select(table).order_by(*table.primary_key.columns)).all()
                found[table.name] = [tuple(row) for row in rows]
            return found

    def type_(self, *words: str) -> tuple[int, str]:
        """How `flask …` ends here, and what it says."""
        with self.open() as app:
            result = app.test_cli_runner().invoke(args=list(words))
        if result.exception and not isinstance(result.exception, SystemExit | DomainError):
            raise result.exception
        return result.exit_code, result.output


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The address of a migrated database of this kind with the cast, a discussion and its post: made once, to be copied."""

    @cache
    def made(kind: str) -> str:
        folder = tmp_path_factory.mktemp(f"written-{kind}")
        site = OwnSite(settings_of(folder, "" if kind == "sqlite" else new_database()))
        with site.open():
            flask_migrate.upgrade(directory=MIGRATIONS)
            build_world()
            speak("Where it goes quiet")
        return site.settings.database_address

    return made


@pytest.fixture
def new_site(tmp_path: Path, written: Callable[[str], str]) -> Callable[..., OwnSite]:
    """`new_site("sqlite", people=True)`: with the cast; else with nothing at all, not even tables."""
    numbers = iter(range(100))

    def new(kind: str, *, people: bool = False, **more: Any) -> OwnSite:
        folder = tmp_path / f"site-{next(numbers)}"
        folder.mkdir()
        address = ""
        if kind == "postgresql":
            address = new_database(like=written(kind)) if people else new_database()
        elif people:
            shutil.copy(written(kind).removeprefix("sqlite:///"), folder / "networks.db")
        return OwnSite(replace(settings_of(folder, address), **more))

    return new


def settings_of(folder: Path, address: str) -> Settings:
    return Settings(data_dir=folder, database_url=address, testing=True, pg_bin=client_programs())


def speak(title: str) -> Discussion:
    """Amina begins a discussion, and what she says is committed."""
    world = World()
    begun = start_discussion(
        world.actor("amina"), world.forum(), title, "They stop at the second step. ½ – “so”\n\nπ 🜁"
    )
    db.session.commit()
    return begun


def titles() -> list[str]:
    return list(db.session.scalars(select(Discussion.title).order_by(Discussion.id)))
