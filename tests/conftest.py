"""Fixtures of every test: the application on SQLite and on PostgreSQL, the cast, the strict client.

A test runs inside one outer transaction that is rolled back, so code may commit freely. The world
(tests/people.py) is written once per database. `live_app` is for the few tests that need real
commits from several threads or processes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from math import inf
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import event

from app import create_app
from app.core import clock, mail, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.site import in_force
from app.web.extensions import limiter
from config import Settings
from tests.client import StrictClient
from tests.figures import demo_store, figures
from tests.letters import read_strictly
from tests.people import FRIDAY, IDS, World, build_world
from tests.postgres import new_database
from tests.savepoints import write_savepoints_plainly

__all__ = ["demo_store", "figures"]

# How long an example takes says something of the machine, not of the rule.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

# Read by numpy's library when it is loaded. Its threads would wait for each other on a machine whose every core is busy:
# a text then takes the sentence model four times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

pytest_plugins = ["tests.durations", "tests.paid_once", "tests.which"]

COUNTERS = MemoryStorage()
DATABASES = [name for name in os.environ.get("TEST_DATABASES", "sqlite,postgresql").split(",") if name]


def _settings(folder: Path, address: str) -> Settings:
    return Settings(data_dir=folder, database_url=address, secret_key="only-for-tests", testing=True)


@pytest.fixture(scope="session")
def app_on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Flask]]:
    """The application with its tables and the world on a kind of database, made when it is first asked for."""

    @cache
    def made(kind: str) -> Flask:
        app = create_app(_settings(tmp_path_factory.mktemp(kind), "" if kind == "sqlite" else new_database()))
        with app.app_context():
            db.create_all()
            build_world()
            db.session.remove()
            write_savepoints_plainly(db.engine.dialect)
        apps.append(app)
        return app

    apps: list[Flask] = []
    yield made
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session", params=DATABASES)
def database_app(request: pytest.FixtureRequest, app_on: Callable[[str], Flask]) -> Flask:
    """The same on each kind. Pytest forgets what this fixture gave whenever the kind changes, which in a run on several
    processes is in every file: so it is kept by the one above.
    """
    return app_on(request.param)


@pytest.fixture
def app(database_app: Flask) -> Iterator[Flask]:
    """The application inside a transaction that ends with the test."""
    with database_app.app_context(), clock.standing_at(FRIDAY):
        engine = db.engine
        connection = engine.connect()
        outer = connection.begin()
        engines = db._app_engines[database_app]
        engines[None] = connection
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        # The one limiter counts for whichever application was made last.
        limiter._storage, limiter._limiter = COUNTERS, FixedWindowRateLimiter(COUNTERS)
        limiter.reset()
        mail.use(mail.RecordingMailer())
        # So is what the site's settings are; asked for once here, so that no test counts it among its own questions.
        in_force.use(in_force.SiteReader(database_app.extensions["settings"], age=inf))
        in_force.read_anew()
        try:
            yield database_app
        finally:
            db.session.remove()
            outer.rollback()
            in_force.forget()
            connection.close()
            engines[None] = engine


@pytest.fixture
def world(app: Flask) -> World:
    return World()


@pytest.fixture
def actor_for(world: World) -> Callable[[str], Actor]:
    return world.actor


@pytest.fixture
def as_(app: Flask) -> Callable[[str | None], StrictClient]:
    """`as_("amina")`: a client signed in as Amina; `as_(None)`: nobody."""

    def client(name: str | None) -> StrictClient:
        return StrictClient(app, IDS[name] if name else None)

    return client


@pytest.fixture
def mailbox(app: Flask) -> Iterator[list[mail.Letter]]:
    """The letters that were sent; afterwards each is read by a parser, whatever the test asked of it."""
    mailer = mail.current()
    assert isinstance(mailer, mail.RecordingMailer)
    yield mailer.letters
    for letter in mailer.letters:
        read_strictly(letter)


@pytest.fixture
def run_outbox(app: Flask) -> Callable[[], int]:
    """Do what is owed now, as the worker would, until nothing is left."""

    def run() -> int:
        db.session.commit()
        done = 0
        while paid := outbox.run_due():
            done += paid
        return done

    return run


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], Any]:
    """A context manager whose value is the list of statements sent; savepoints do not count."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN")):
                seen.append(statement)

        engine = db.engine.engine if hasattr(db.engine, "engine") else db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def clock_at() -> Callable[[datetime], Any]:
    return clock.standing_at


@pytest.fixture(scope="session")
def written_world(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """The address of a database, by its kind, that holds the world and that nobody uses: made once, to be copied."""

    @cache
    def written(kind: str) -> str:
        folder = tmp_path_factory.mktemp(f"world-{kind}")
        settings = _settings(folder, "" if kind == "sqlite" else new_database())
        with create_app(settings).app_context():
            db.create_all()
            build_world()
            db.session.remove()
            db.engine.dispose()
        return settings.database_address

    return written


@pytest.fixture(params=DATABASES)
def live_app(request: pytest.FixtureRequest, tmp_path: Path, written_world: Callable[[str], str]) -> Iterator[Flask]:
    """An application with a database of its own and real commits, for threads and processes."""
    world = written_world(request.param)
    if request.param == "sqlite":
        shutil.copy(world.removeprefix("sqlite:///"), tmp_path / "networks.db")
    app = create_app(_settings(tmp_path, "" if request.param == "sqlite" else new_database(like=world)))
    with app.app_context():
        db.session.configure(join_transaction_mode="conditional_savepoint")
        yield app
        db.session.remove()
        # Whoever has one still returns it to a pool that is gone, and it stays open: some later test would be blamed.
        assert db.engine.pool.checkedout() == 0, "a thread or a session has a connection still"
        db.engine.dispose()
