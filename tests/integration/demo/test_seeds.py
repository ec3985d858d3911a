"""The seeds run on an empty database, can be run twice, and never mix with other people."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.accounts.models import Person
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.demo.load import Size, posts_written, seed_load
from app.demo.seeding import seed_demo
from app.networks.models import LearningNetwork
from app.notifications.models import Notice
from app.replies.models import LoopReply
from app.topics.models import TrickyTopic, Vote
from config import Settings
from tests.conftest import DATABASES
from tests.postgres import new_database


@pytest.fixture(params=DATABASES)
def empty_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A site with tables and nobody in it."""
    address = "" if request.param == "sqlite" else new_database()
    app = create_app(Settings(data_dir=tmp_path, database_url=address, secret_key="only-for-tests", testing=True))
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
def test_the_demo_is_told_once_and_stays(empty_site: Flask) -> None:
    with empty_site.app_context():
        try:
            assert seed_demo(quiet=True)
            rows = db.session.execute(select(LearningNetwork.slug, LearningNetwork.state))
            states = {one.slug: one.state for one in rows}
            assert states == {"s215": "active", "mst124": "active", "h800": "dormant"}
            assert db.session.scalar(select(func.count()).select_from(LoopReply)) == 13
            for topic in db.session.scalars(select(TrickyTopic)):
                rows = db.session.scalar(select(func.count()).select_from(Vote).where(Vote.topic_id == topic.id))
                assert rows == topic.vote_count
            notices = db.session.scalar(select(func.count()).select_from(Notice))
            assert not seed_demo(quiet=True)
            assert db.session.scalar(select(func.count()).select_from(Notice)) == notices
        finally:
            _let_go_of_the_demos_clock()


def test_the_demo_is_not_loaded_beside_other_people(live_app: Flask) -> None:
    with pytest.raises(Refused, match="not of the demo"):
        seed_demo(quiet=True)


def test_the_large_site_has_what_was_asked_for(empty_site: Flask) -> None:
    with empty_site.app_context():
        seed_load(Size(networks=2, members=30, discussions=5, posts=4, topics=3))
        seed_load(Size(networks=2, members=30, discussions=5, posts=4, topics=3))
        assert posts_written() == 2 * (4 * 5 + 4)
        assert db.session.scalar(select(func.count()).select_from(Person)) == 30 + 2 * 4 + 1


def _let_go_of_the_demos_clock() -> None:
    clock.read_offset(Path("no folder has an offset"))
