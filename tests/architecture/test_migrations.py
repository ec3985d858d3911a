"""An empty database becomes the models' database, on SQLite and on PostgreSQL, and the last step goes both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from app import create_app
from app.core.db import db
from config import Settings
from tests.architecture.source import ROOT
from tests.postgres import new_database

MIGRATIONS = ROOT / "migrations"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The site before its first migration."""
    address = "" if request.param == "sqlite" else new_database()
    app = create_app(Settings(data_dir=tmp_path, database_url=address, testing=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def is_a_models(name: str | None, kind: str, _parents: object) -> bool:
    """The words that are searched have tables that no model knows, and on SQLite their shadows."""
    return not (kind == "table" and (name or "").startswith(("search_words", "search_vocabulary")))


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": is_a_models})
        return list(compare_metadata(context, db.metadata))


def run(step: Callable[..., None], revision: str) -> None:
    step(directory=str(MIGRATIONS), revision=revision)


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1


def test_files_are_named_by_date_and_say_why() -> None:
    for path in (MIGRATIONS / "versions").glob("*.py"):
        assert re.fullmatch(r"\d{8}_\d{4}_[0-9a-f]+_\w+", path.stem), path.name
        assert re.match(r'"""\S', path.read_text(encoding="utf-8")), f"{path.name} does not say why"


def test_migrating_an_empty_database_gives_what_the_models_say(empty_site: Flask) -> None:
    run(flask_migrate.upgrade, "head")
    assert differences() == []


def test_the_queues_own_tables_are_left_alone(empty_site: Flask) -> None:
    run(flask_migrate.upgrade, "head")
    with db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE huey_task (id integer PRIMARY KEY)")
    flask_migrate.check(directory=str(MIGRATIONS))  # would end the process if it wanted to drop the table


def test_the_last_migration_goes_down_and_up_again(empty_site: Flask) -> None:
    run(flask_migrate.upgrade, "head")
    run(flask_migrate.downgrade, "-1")
    run(flask_migrate.upgrade, "head")
    assert differences() == []


def test_going_all_the_way_down_leaves_nothing(empty_site: Flask) -> None:
    run(flask_migrate.upgrade, "head")
    run(flask_migrate.downgrade, "base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
