"""Notices that were written with their words: the migration takes the words and keeps what they were about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import MetaData, insert, text, update

from app import create_app
from app.core.db import db
from app.notifications.models import Notice
from config import Settings
from tests.architecture.source import ROOT
from tests.factories.interventions import a_topic
from tests.factories.news import CASES, NAME
from tests.factories.notices import told_by_now, told_to
from tests.people import FRIDAY, World
from tests.postgres import new_database

MIGRATIONS = str(ROOT / "migrations")

#: The key of a notice as it was, and what it is about now.
KEYS = {
    "discussion:7": ("", 7),
    "topic:3": ("", 3),
    "reply:12": ("", 12),
    "draft:12": ("", 12),
    "date:4": ("", 4),
    "over-budget:date:4": ("", 4),
    "due:6:2018-07-20:Due soon": ("soon", 6),
    "due:6:2018-07-20:Overdue": ("overdue", 6),
    "workshop:5:closed-early:20180720120000": ("closed-early", 5),
    "workshop:5:put-off:r3:201807201200": ("put-off", 5),
    "write-up:5:9": ("write-up", 5),
    "let-in:2:module team:2018-07-20T12:00:00+00:00": ("let-in", None),
    "something else": ("", None),
}

#: Kinds that came later: no notice of theirs ever held its words.
SINCE = {"account", "topics", "issues", "mention", "search"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def earlier_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The site as it was before the words went, with one notice of each kind."""
    address = "" if request.param == "sqlite" else new_database()
    app = create_app(Settings(data_dir=tmp_path, database_url=address, testing=True))
    with app.app_context():
        flask_migrate.upgrade(directory=MIGRATIONS, revision="df77c73e2d2f")
        _write_rows()
        yield app
        db.session.remove()
        db.engine.dispose()


def _write_rows() -> None:
    found = MetaData()
    with db.engine.begin() as connection:
        found.reflect(connection, only=["person", "notice"])
        person = {
            "id": 1,
            "email": "a@example.org",
            "name": "Amina",
            "created_at": FRIDAY,
        }
        person |= dict.fromkeys(("is_admin", "is_analyst", "is_demo"), False) | {"active": True, "mail_pace": "off"}
        connection.execute(insert(found.tables["person"]), person)
        notice = {"person_id": 1, "kind": "topic", "title": "Quagga", "text": "Quagga passes", "url": "/", "events": 1}
        notice |= {"at_once": False, "created_at": FRIDAY, "mail_after": FRIDAY}
        rows = [{**notice, "once_key": once_key} for once_key in KEYS]
        connection.execute(insert(found.tables["notice"]), rows)


def test_the_words_go_and_what_they_were_about_stays(earlier_site: Flask) -> None:
    flask_migrate.upgrade(directory=MIGRATIONS, revision="8d41f6b0c7e2")
    with db.engine.begin() as connection:
        rows = connection.execute(text("SELECT * FROM notice")).mappings().all()
    assert {row["once_key"]: (row["what"], row["subject_id"]) for row in rows} == KEYS
    assert "Quagga" not in str(rows)


def test_what_is_kept_of_old_rows_can_be_read(world: World) -> None:
    """Without what happened to it, a notice still says how its subject stands."""
    a_topic(world, "Arrows")
    old = [case for case in CASES if case.kind not in SINCE]
    for case in old:
        case.happen(world)
    told_by_now()
    db.session.execute(update(Notice).values(what="", facts={}))
    for case in old:
        assert [each for each in told_to(world, case.reader, case.kind) if NAME in each.title], case.kind
