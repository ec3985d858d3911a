"""Search in a forum of 100,000 posts, with the reader's rights; and how soon a post is found while all is written anew."""

from __future__ import annotations

import itertools
import os
import random
import statistics
import tempfile
import threading
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select, text

from app import create_app
from app.core.actor import Actor
from app.core.db import db
from app.forums import services as forums
from app.forums.models import Discussion, Post
from app.search import jobs, queries
from app.search.asking import operators
from app.search.upkeep import the_engine
from config import Settings
from tests.people import IDS, World, build_world
from tests.postgres import new_database

POSTS = int(os.environ.get("BENCH_POSTS", "100000"))
IN_EACH, BATCH, ASKED, SEED = 20, 5_000, 300, 5
#: Milliseconds, and seconds.
TARGET, SOON = 80, 2


def main() -> None:
    print(
        f"\nSearch among {POSTS:,} posts{'':10}{'p50':>8}{'p95':>8}{'commonest':>11}{'written anew':>14}{'found after':>13}"
    )
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(data_dir=Path(folder), database_url="" if kind == "SQLite" else new_database())
            measure(kind, create_app(settings))


def measure(kind: str, app: Flask) -> None:
    words = Words()
    with app.app_context():
        db.create_all()
        build_world()
        fill(words)
        jobs.rebuild()
        if kind == "PostgreSQL":
            db.session.execute(text("ANALYZE"))
            db.session.commit()
        reader = World().actor("ben")
        for question in words.questions(20):
            seconds(question, reader)
        times = sorted(1000 * seconds(question, reader) for question in words.questions(ASKED))
        commonest = 1000 * min(seconds(words.commonest, reader) for _ in range(3))
        anew, soon = found_meanwhile(app)
        db.session.remove()
        db.engine.dispose()
    p50, p95 = statistics.median(times), times[int(0.95 * len(times))]
    print(
        f"{kind:36}{p50:8.1f}{p95:8.1f}{commonest:11.1f}{anew:12.0f} s{soon:11.2f} s   (targets: p95 {TARGET}, {SOON} s)",
        flush=True,
    )


class Words:
    """Invented words, as common as words are."""

    def __init__(self) -> None:
        dice = random.Random(SEED)
        parts = [one + other for one in "bcdfghlmnprst" for other in "aeiou"]
        self._all = ["".join(dice.choices(parts, k=dice.randint(2, 5))) for _ in range(20_000)]
        self._weights = list(itertools.accumulate(1 / at for at in range(1, len(self._all) + 1)))
        self._dice = dice

    @property
    def commonest(self) -> str:
        return self._all[0]

    def some(self, least: int, most: int) -> str:
        return " ".join(self._dice.choices(self._all, cum_weights=self._weights, k=self._dice.randint(least, most)))

    def questions(self, many: int) -> list[str]:
        return [self.some(1, 3) for _ in range(many)]


def fill(words: Words) -> None:
    world = World()
    begun = forums.start_discussion(world.actor("amina"), world.forum(), "Where it begins", "First words.")
    db.session.commit()
    first = db.session.scalars(select(Post).where(Post.discussion_id == begun.id)).one()
    like_discussion, like_post = like(begun), like(first)
    many = [like_discussion | {"number": 1_000 + at, "title": words.some(3, 6)} for at in range(POSTS // IN_EACH)]
    db.session.execute(insert(Discussion), many)
    ids = db.session.scalars(select(Discussion.id).where(Discussion.number >= 1_000).order_by(Discussion.id)).all()
    for begin in range(0, POSTS, BATCH):
        rows = []
        for at in range(begin, min(begin + BATCH, POSTS)):
            said = words.some(20, 100)
            place = {"discussion_id": ids[at // IN_EACH], "position": at % IN_EACH + 1}
            author = {"author_id": IDS["amina" if at % 2 else "tomos"]}
            rows.append(like_post | place | author | {"body_md": said, "body_html": f"<p>{said}</p>"})
        db.session.execute(insert(Post), rows)
    db.session.commit()


def like(row: Discussion | Post) -> dict[str, object]:
    """The values of this row, for more of its kind."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns if column.key != "id"}


def seconds(question: str, reader: Actor) -> float:
    begun = time.perf_counter()
    queries.search(the_engine(), operators.read(question), seen_by=reader)
    db.session.commit()
    return time.perf_counter() - begun


def found_meanwhile(app: Flask) -> tuple[float, float]:
    """How long all takes to be written anew, and the longest from sending a post to finding it meanwhile."""
    begun = time.perf_counter()
    writer = threading.Thread(target=write_anew, args=(app,))
    writer.start()
    longest, at = 0.0, 0
    while writer.is_alive() or not at:
        at += 1
        longest = max(longest, post_and_find(f"findable{at}q"))
        writer.join(0.5)
    return time.perf_counter() - begun, longest


def write_anew(app: Flask) -> None:
    with app.app_context():
        jobs.rebuild()
        db.session.remove()


def post_and_find(word: str) -> float:
    world = World()
    sent = time.perf_counter()
    forums.start_discussion(world.actor("amina"), world.forum(), "While all is written anew", f"A {word}.")
    db.session.commit()
    found = queries.search(the_engine(), operators.read(word), seen_by=world.actor("ben"))
    db.session.commit()
    assert found.total == 1, f"{word} was found {found.total} times"
    return time.perf_counter() - sent
