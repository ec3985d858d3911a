"""SIGKILL at any moment loses nothing that was acknowledged, and nothing arrives twice.

Writers behave as people do: what was not answered is sent again, the same form with the same key.
"""

from __future__ import annotations

import os
import random
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app import create_app
from app.core import clock
from app.core.db import changed_rows, db
from app.core.outbox import LEASE, OutboxItem
from app.forums import services as forums
from app.forums.models import Discussion, ForumKind, Post
from app.notifications.letters.notices import AT_ONCE_LETTER
from app.notifications.models import Notice
from app.notifications.notify import AT_ONCE
from app.replies import services as replies
from app.replies.models import LoopReply, ReplyStatus
from app.topics import services as topics
from app.topics.models import TrickyTopic, Vote
from config import Settings
from tests import forked
from tests.bench.client import Connection
from tests.conftest import DATABASES
from tests.people import World, build_world_that_signs_in
from tests.postgres import new_database
from tests.processes import Site

KILLS = int(os.environ.get("KILLS", "5"))
WRITERS = ("amina", "ben", "tomos")
TOPICS = 4
LONGER_THAN_A_JOB = timedelta(seconds=10)
PASSWORD = "four words that differ"


@pytest.fixture(params=DATABASES)
def site_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    address = "" if request.param == "sqlite" else new_database()
    return Settings(data_dir=tmp_path, database_url=address, secret_key="only-for-tests", testing=True)


def _prepare() -> None:
    """The cast with a password, a discussion, topics with an approved reply each."""
    world = build_world_that_signs_in(PASSWORD)
    forums.start_discussion(world.actor("marek"), world.forum(ForumKind.START_HERE), "Under fire", "Begin.")
    for number in range(TOPICS):
        _topic_with_reply(world, number)
    db.session.commit()
    db.session.remove()


def _topic_with_reply(world: World, number: int) -> None:
    topic = topics.raise_topic(world.actor("amina"), world.s215, title=f"Topic {number}", statement_md="Words.")
    words = replies.ReplyWords(you_said_md="Said.", we_did_md="Done.", status=ReplyStatus.DONE)
    reply = replies.draft_reply(world.actor("dilys"), topic, words)
    replies.approve_reply(world.actor("dilys"), reply)


class Writer:
    """One person at a browser who sends a form again until it is answered."""

    def __init__(self, port: int, name: str) -> None:
        self.connection, self.name = Connection(port), name
        self.said: list[str] = []
        self.token = ""

    def sign_in(self) -> None:
        self._insist(lambda: self.connection.sign_in(f"{self.name}@example.org", PASSWORD))
        self._insist(lambda: setattr(self, "token", self.connection.token("/networks/s215/discussions/1")))

    def send(self, path: str, **form: str) -> None:
        """Return only when the server has accepted it."""
        full = {"csrf_token": self.token, "form_key": secrets.token_hex(8), **form}

        def once() -> None:
            status, _, body = self.connection.ask("POST", path, full)
            assert status in {302, 303}, f"{path}: {status} {body[:2000]!r}"

        self._insist(once)

    def _insist(self, do: Any) -> None:
        give_up = time.monotonic() + 180
        while True:
            try:
                return do()
            except (OSError, AssertionError, ValueError):
                self.connection.close()
                if time.monotonic() > give_up:
                    raise
                time.sleep(0.1)


@pytest.fixture
def prepared_app(site_settings: Settings) -> Iterator[Flask]:
    """The application in this process, on the same database as the processes that are killed."""
    app = create_app(site_settings)
    with app.app_context():
        _prepare()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_arrives_twice(
    prepared_app: Flask, site_settings: Settings, tmp_path: Path
) -> None:
    environment = {
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": site_settings.database_url,
        "SECRET_KEY": "only-for-tests",
        "SIGN_IN_LIMIT": "1000 per minute",
    }
    site = Site(environment, copied=True)
    site.start()
    try:
        people = _write_under_fire(site)
        with prepared_app.app_context():
            _wait_until_nothing_is_owed(environment, tmp_path)
    finally:
        site.stop()
    with prepared_app.app_context():
        _check_posts(people)
        _check_votes(people)
        _check_notices(tmp_path / "mail")


def _write_under_fire(site: Site) -> list[Writer]:
    people = [Writer(site.port, name) for name in WRITERS]
    chair = Writer(site.port, "dilys")
    for person in (*people, chair):
        person.sign_in()
    done, faults = threading.Event(), []
    voted = [threading.Semaphore(0) for _ in range(TOPICS)]

    def work(person: Writer) -> None:
        try:
            for number in range(TOPICS):
                person.send(f"/networks/s215/topics/{number + 1}/vote", wish="cast")
                voted[number].release()
            while not done.is_set():
                text = f"{person.name} says {len(person.said)} {secrets.token_hex(6)}"
                person.send("/networks/s215/discussions/1/reply", body=text)
                person.said.append(text)
        except Exception as fault:  # noqa: BLE001 -- told to the test below
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    dice = random.Random(7)
    for kill in range(KILLS):
        time.sleep(dice.uniform(0.5, 1.5))
        site.kill_something(dice)
        if kill < TOPICS:
            # Whoever votes after a reply was published is not told of it.
            assert all(voted[kill].acquire(timeout=180) for _ in people)
            chair.send(f"/networks/s215/replies/{kill + 1}/publish", confirmed="yes")
    time.sleep(1)
    done.set()
    for thread in threads:
        thread.join()
    for person in (*people, chair):
        person.connection.close()
    assert not faults, faults
    assert len(site.kills) == KILLS
    return people


def _wait_until_nothing_is_owed(environment: dict[str, str], folder: Path) -> None:
    """What is due only later (the digest after the edit window) may stay."""
    give_up = time.monotonic() + 90
    owed = select(func.count()).select_from(OutboxItem).where(OutboxItem.done_at.is_(None))
    soon = owed.where(OutboxItem.kind.in_([AT_ONCE, AT_ONCE_LETTER]))
    while time.monotonic() < give_up:
        left = db.session.scalar(soon)
        db.session.rollback()
        if not left:
            return
        time.sleep(0.2)
        if _let_go_of_what_the_killed_held():
            # The worker looks for it within a minute; this is the command for whoever does not want to wait.
            forked.run(["flask", "--app", "wsgi", "jobs", "drain"], {**os.environ, **environment}, folder / "drain.log")
    errors = db.session.execute(select(OutboxItem.kind, OutboxItem.attempts, OutboxItem.last_error)).all()
    pytest.fail(f"still owed: {errors}")


def _let_go_of_what_the_killed_held() -> int:
    """A debt is held until its lease ends; one held for so long already is that of a worker who was killed."""
    long_ago = clock.now() + LEASE - LONGER_THAN_A_JOB
    held = update(OutboxItem).where(OutboxItem.done_at.is_(None), OutboxItem.claimed_until < long_ago)
    freed = changed_rows(held.where(OutboxItem.claimed_until > clock.now()).values(claimed_until=clock.now()))
    db.session.commit()
    return freed


def _check_posts(people: list[Writer]) -> None:
    discussion = db.session.scalars(select(Discussion).where(Discussion.number == 1)).one()
    posts = db.session.scalars(select(Post).where(Post.discussion_id == discussion.id).order_by(Post.position)).all()
    written = Counter(post.body_md for post in posts)
    acknowledged = [text for person in people for text in person.said]
    assert len(acknowledged) > len(people), "the writers never got through"
    assert [text for text in acknowledged if written[text] != 1] == []
    assert max(written.values()) == 1
    assert [post.position for post in posts] == list(range(1, len(posts) + 1))
    assert discussion.post_count == len(posts)


def _check_votes(people: list[Writer]) -> None:
    for topic in db.session.scalars(select(TrickyTopic)):
        rows = db.session.scalar(select(func.count()).select_from(Vote).where(Vote.topic_id == topic.id))
        assert rows == topic.vote_count == len(people)


def _check_notices(mail: Path) -> None:
    """Everyone who raised or voted is told of each published reply once, in the inbox and by mail."""
    published = db.session.scalars(select(LoopReply).where(LoopReply.state == "published")).all()
    assert len(published) == min(KILLS, TOPICS)
    notices = db.session.execute(select(Notice.person_id, Notice.once_key).where(Notice.kind.like("%reply%"))).all()
    told = Counter(notices)
    assert set(told.values()) <= {1}
    assert len(told) == len(published) * len(WRITERS), "raiser and voters of each topic"
    letters = [path.read_text() for path in mail.glob("*.eml")]
    ids = [found for letter in letters for found in re.findall(r"^Message-ID: (.*)$", letter, re.MULTILINE)]
    assert len(ids) == len(set(ids))
    assert len(letters) == len(told)
