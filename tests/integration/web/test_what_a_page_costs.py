"""What a page may cost, in Python calls: unlike a clock, they are the same on every machine and however busy it is.

A thousand are two thirds of a millisecond on the machine where `make bench` was last run. Whoever goes over a limit
has made something for each row that could be made once, or puts a statement together at each request.
"""

from __future__ import annotations

import cProfile
import gzip
import pstats
import random
from collections.abc import Callable

import pytest
from flask import Flask

from app.core.db import db
from app.core.language.spoken import ENGLISH
from app.forums import services as forums
from app.forums.models import ForumKind
from app.topics import services as topics
from app.topics.models import IssueCategory
from tests.client import StrictClient
from tests.people import World
from tests.pseudo import PSEUDO

HERE = "/networks/s215"
#: Measured on PostgreSQL, which costs a little more than SQLite, and a few hundredths on top. A statement for what is new
#: to the reader is in each; on home one for everything that waits, and in lists of topics what the present wait is made of.
LIMITS = {
    "/home": 9_500,
    HERE: 12_000,
    f"{HERE}/forums/tricky-topics": 8_300,
    f"{HERE}/discussions/1": 9_900,
    f"{HERE}/topics": 11_400,
    f"{HERE}/topics/1": 12_600,
    f"{HERE}/issues/1": 12_800,
}


@pytest.fixture
def reader(world: World, as_: Callable[[str | None], StrictClient]) -> StrictClient:
    """Ben, before twenty posts, twenty-five topics and twenty-five discussions."""
    amina = world.actor("amina")
    begun = forums.start_discussion(amina, world.forum(ForumKind.START_HERE), "Twenty posts", "Words of a post.")
    for number in range(19):
        forums.publish_post(world.actor("tomos" if number % 2 else "amina"), begun, f"Words of post {number}.")
    topics.raise_issue(amina, world.s215, title="Pace", statement_md="Too fast.", category=IssueCategory.PACE)
    for number in range(25):
        topics.raise_topic(amina, world.s215, title=f"Topic {number}", statement_md="They mix up mass and amount.")
    db.session.commit()
    return as_("ben")


def calls_of(reader: StrictClient, path: str) -> int:
    for _ in range(3):  # what is made once is made by now
        assert reader.client.get(path).status_code == 200
    counter = cProfile.Profile()
    counter.enable()
    reader.client.get(path)
    counter.disable()
    return int(pstats.Stats(counter).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", LIMITS)
def test_no_page_costs_more_than_it_may(reader: StrictClient, path: str) -> None:
    assert calls_of(reader, path) <= LIMITS[path]


@pytest.mark.parametrize("path", LIMITS)
def test_another_language_costs_hardly_more(app: Flask, reader: StrictClient, path: str) -> None:
    """Words are put into templates as these are compiled: what is asked at each page is a few plurals and dates."""
    english = calls_of(reader, path)
    app.extensions["language"] = PSEUDO
    try:
        assert calls_of(reader, path) <= english * 1.03
    finally:
        app.extensions["language"] = ENGLISH


def test_twenty_posts_weigh_little(world: World, as_: Callable[[str | None], StrictClient]) -> None:
    """What a reader of a discussion waits for, compressed as a server in front would."""
    amina, chance = world.actor("amina"), random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(600)]
    begun = forums.start_discussion(amina, world.forum(ForumKind.START_HERE), "Twenty posts", "Where they get stuck.")
    for number in range(19):
        text = " ".join(chance.choices(words, k=60))
        forums.publish_post(world.actor("tomos" if number % 2 else "amina"), begun, text)
    db.session.commit()
    page = as_("ben").client.get(f"{HERE}/discussions/{begun.number}").data
    assert page.count(b"<article") == 20
    assert len(gzip.compress(page)) <= 15_000
