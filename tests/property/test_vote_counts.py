"""Stored vote counts equal the votes, whatever happens at the same time; on SQLite and on PostgreSQL."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import Conflict, Refused
from app.topics import services
from app.topics.models import AdditionalIssue, IssueCategory, TrickyTopic, Vote
from tests.people import World

VOTERS = ("amina", "ben", "tomos", "dilys")


def build() -> tuple[list[int], int]:
    """Three topics under discussion and an issue; their ids."""
    world = World()
    amina, marek = world.actor("amina"), world.actor("marek")
    topics = [services.raise_topic(amina, world.s215, title=f"Topic {at}", statement_md="Words.") for at in range(3)]
    for topic in topics:
        services.move_topic(marek, topic, "accept")
    issue = services.raise_issue(amina, world.s215, title="Pace", statement_md="Words.", category=IssueCategory.PACE)
    db.session.commit()
    return [topic.id for topic in topics], issue.id


def in_a_transaction(app: Flask, call: Any) -> None:
    """What a request does: one transaction, dropped if it was refused."""
    with app.app_context():
        try:
            call()
            db.session.commit()
        except (Refused, Conflict):
            db.session.rollback()
        finally:
            db.session.remove()


def some_votes(app: Flask, seed: int, topic_ids: list[int], issue_id: int) -> None:
    """One thread's votes, cast and taken back in an order of its own."""
    dice = random.Random(seed)
    for _ in range(12):
        who, wish = dice.choice(VOTERS), dice.choice((services.cast_vote, services.cast_vote, services.withdraw_vote))
        model, row_id = dice.choice([(TrickyTopic, dice.choice(topic_ids)), (AdditionalIssue, issue_id)])

        def vote(who: str = who, wish: Any = wish, model: Any = model, row_id: int = row_id) -> None:
            wish(World().actor(who), db.session.get_one(model, row_id))

        in_a_transaction(app, vote)


def merge(app: Flask, source_id: int, target_id: int) -> None:
    def call() -> None:
        topics = [db.session.get_one(TrickyTopic, row_id) for row_id in (source_id, target_id)]
        services.merge_topic(World().actor("marek"), *topics, "The same concept.")

    in_a_transaction(app, call)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_counts_equal_rows_after_random_interleavings_and_a_merge(live_app: Flask, seed: int) -> None:
    topic_ids, issue_id = build()
    db.session.remove()
    with ThreadPoolExecutor(5) as pool:
        work = [pool.submit(some_votes, live_app, 10 * seed + at, topic_ids, issue_id) for at in range(4)]
        work.append(pool.submit(merge, live_app, topic_ids[0], topic_ids[1]))
        for each in work:
            each.result()
    for model, column in ((TrickyTopic, Vote.topic_id), (AdditionalIssue, Vote.issue_id)):
        stored = dict(db.session.execute(select(model.id, model.vote_count).where(model.vote_count > 0)).all())
        counted = dict(
            db.session.execute(select(column, func.count()).where(column.is_not(None)).group_by(column)).all()
        )
        assert stored == counted
    twice = Counter(db.session.execute(select(Vote.topic_id, Vote.issue_id, Vote.person_id)).all())
    assert max(twice.values(), default=1) == 1
    assert db.session.get_one(TrickyTopic, topic_ids[0]).vote_count == 0


@pytest.mark.slow
def test_the_same_press_from_many_threads_counts_once(live_app: Flask) -> None:
    topic_ids, _issue_id = build()
    db.session.remove()

    def press() -> None:
        in_a_transaction(
            live_app,
            lambda: services.cast_vote(World().actor("ben"), db.session.get_one(TrickyTopic, topic_ids[2])),
        )

    with ThreadPoolExecutor(8) as pool:
        for each in [pool.submit(press) for _ in range(16)]:
            each.result()
    assert db.session.get_one(TrickyTopic, topic_ids[2]).vote_count == 1
