"""The seeds run on an empty database, can be run twice, and never mix with other people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import create_app
from app.accounts.models import Person
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.outbox import OutboxItem
from app.demo.load import LoadSize, seed_load
from app.demo.seeding import seed_demo
from app.forums.models import Post
from app.networks.models import LearningNetwork
from app.networks.queries import actor_of
from app.notifications.models import Notice
from app.replies.models import LoopReply
from app.topics.models import TrickyTopic, Vote
from app.web.page.panels import Waiting, collect
from app.workshops.models import Ballot, Contribution, Round, Workshop
from app.workshops.room.services.deadlines import END_CATCH_UP
from config import Settings
from scripts import prepare
from tests.client import StrictClient
from tests.conftest import DATABASES
from tests.demo import copy_demo
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


@pytest.fixture(params=DATABASES)
def demo_site(
    request: pytest.FixtureRequest, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """What `flask seed demo` made of an empty database."""
    folder = tmp_path / "demo"
    address = copy_demo(tmp_path_factory, request.param, folder)
    app = create_app(Settings(data_dir=folder, database_url=address, secret_key="only-for-tests", testing=True))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    clock.read_offset(tmp_path)  # the time of those who have no demo


@pytest.mark.slow
def test_the_demo_is_told_once_and_stays(demo_site: Flask) -> None:
    rows = db.session.execute(select(LearningNetwork.slug, LearningNetwork.state))
    states = {one.slug: one.state for one in rows}
    assert states == {"s215": "active", "mst124": "active", "h800": "dormant"}
    assert db.session.scalar(select(func.count()).select_from(LoopReply)) == 13
    for topic in db.session.scalars(select(TrickyTopic)):
        rows = db.session.scalar(select(func.count()).select_from(Vote).where(Vote.topic_id == topic.id))
        assert rows == topic.vote_count
    _expect_both_workshops(demo_site)
    notices = db.session.scalar(select(func.count()).select_from(Notice))
    assert not seed_demo(quiet=True)
    assert db.session.scalar(select(func.count()).select_from(Notice)) == notices
    assert db.session.scalar(select(func.count()).select_from(Workshop)) == 2


@pytest.mark.slow
def test_whoever_signs_in_finds_something_to_do(demo_site: Flask) -> None:
    logins = {row.email: row.id for row in db.session.execute(select(Person.email, Person.id))}
    assert set(prepare.SHOWN) <= set(logins)
    waits = {email: _waiting_for(demo_site, person_id) for email, person_id in logins.items()}
    assert {email for email, found in waits.items() if not found} <= {"admin@example.org"}
    today = clock.today()
    late = {email for email, found in waits.items() if any(each.due_on and each.due_on < today for each in found)}
    assert late >= {"mt2.s215@example.org", "stafftutor.sci@example.org", "sponsor.stem@example.org"}


def _waiting_for(app: Flask, person_id: int) -> list[Waiting]:
    """What stands on this person's home, the workshops' lines among it."""
    with app.test_request_context():
        return collect("home.waiting", actor=actor_of(person_id))


@pytest.mark.slow
def test_the_demos_discussions_quote_and_are_read_by_some(demo_site: Flask) -> None:
    said = db.session.scalars(select(Post.body_md).order_by(Post.created_at, Post.id)).all()
    quotations = [(number, post[2:].split("\n")[0]) for number, post in enumerate(said) if post.startswith("> ")]
    assert len(quotations) >= 4
    for number, words in quotations:
        assert any(words in earlier for earlier in said[:number]), f"nobody wrote {words!r} before"
    readers = [f"{login}.mst124@example.org" for login in ("al01", "al02", "al03", "al04")]
    ids = db.session.scalars(select(Person.id).where(Person.email.in_(readers))).all()
    new = {
        len(re.findall("[0-9]+ new", StrictClient(demo_site, each).get("/networks/mst124/forums").text)) for each in ids
    }
    assert len(new) > 1, "what is new differs from person to person"


def _expect_both_workshops(app: Flask) -> None:
    """S215's is published with its ballot and outcomes, MST124's is open to those who were away; no card says whose."""
    cards = db.session.scalars(select(Contribution)).all()
    assert len(cards) > 55
    assert all(card.author_id is None and card.at.time() == time() for card in cards)
    sealed = select(Ballot).join(Round, Round.id == Ballot.round_id).where(Round.final, Ballot.person_id.is_(None))
    assert len(db.session.scalars(sealed).all()) == 17
    unsent = select(OutboxItem.kind).where(OutboxItem.done_at.is_(None), OutboxItem.kind.not_like("search.%"))
    assert db.session.scalars(unsent).all() == [END_CATCH_UP], "MST124 goes on at its time; no letter waits"
    for slug, state, people in (
        ("s215", "published", ("chair.s215", "moderator1", "al03.s215", "al21.s215", "researcher")),
        ("mst124", "catch_up", ("chair.mst124", "moderator1", "al05.mst124", "al15.mst124")),
    ):
        workshop = db.session.scalars(select(Workshop).join(LearningNetwork).where(LearningNetwork.slug == slug)).one()
        assert workshop.state == state
        for who in people:
            person_id = db.session.scalars(select(Person.id).where(Person.email == f"{who}@example.org")).one()
            reader = StrictClient(app, person_id)
            for page in ("", "/1", "/1/board", "/1/results", "/1/write-up", "/1/outcomes", "/1/ballot"):
                assert reader.get(f"/networks/{slug}/workshops{page}").status == 200, (who, slug, page)
    board = StrictClient(app, person_id).get("/networks/mst124/workshops/1/board").text
    assert "Substitutes back at the end" in board, "what was added last lies in the tray"
    _expect_the_write_up(app)


def _expect_the_write_up(app: Flask) -> None:
    person_id = db.session.scalars(select(Person.id).where(Person.email == "al21.s215@example.org")).one()
    said = StrictClient(app, person_id).get("/networks/s215/workshops/1/write-up").text
    assert "17 of 29 voted" in said
    assert "Tricky Topic 1: Curly arrows" in said
    assert "no action, because a kit would be a cost" in said
    assert "not decided yet" not in said


def test_the_demo_is_not_loaded_beside_other_people(live_app: Flask) -> None:
    with pytest.raises(Refused, match="not of the demo"):
        seed_demo(quiet=True)


def test_the_large_site_has_what_was_asked_for(empty_site: Flask) -> None:
    with empty_site.app_context():
        seed_load(LoadSize(networks=2, members=30, discussions=5, posts=4, topics=3))
        seed_load(LoadSize(networks=2, members=30, discussions=5, posts=4, topics=3))
        assert db.session.query(Post).count() == 2 * (4 * 5 + 4)
        assert db.session.scalar(select(func.count()).select_from(Person)) == 30 + 2 * 4 + 1
