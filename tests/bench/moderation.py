"""A discussion of 2,000 posts split, merged and undone: `python -m tests.bench.moderation`, also a part of `make bench`.

Times are of the verb with its flush, in a transaction; statements are all that it sends. Counts are checked after each.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, insert, select

from app import create_app
from app.core import clock
from app.core.db import db
from app.core.text import markdown
from app.forums import services as forums
from app.forums.jobs import counts_that_are_off
from app.forums.models import Discussion, Level, Post, Subscription
from app.forums.moderation import services
from app.forums.moderation.counting import count_again
from app.forums.moderation.models import Operation
from config import Settings
from tests.people import CAST, FRIDAY, World, build_world
from tests.postgres import new_database

POSTS = 2_000


def main() -> None:
    print(f"\na discussion of {POSTS:,} posts{'':14}{'ms':>8}{'statements':>12}{'counts off':>12}")
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            measure(kind, Path(folder), "" if kind == "SQLite" else new_database())


def measure(kind: str, folder: Path, database: str) -> None:
    app = create_app(Settings(data_dir=folder, database_url=database, testing=True))
    with app.app_context(), clock.standing_at(FRIDAY + timedelta(days=3)):
        db.create_all()
        build_world()
        world = World()
        marek = world.actor("marek")
        long, other = _discussion(world, "Long", POSTS), _discussion(world, "Short", 20)
        ids = list(db.session.scalars(select(Post.id).where(Post.discussion_id == long.id).order_by(Post.id)))
        _timed(kind, "split off half", lambda: services.split(marek, long, ids[::2], title="Half", reason="Measured"))
        _timed(kind, "undone", lambda: services.undo(marek, _latest()))
        _timed(kind, "merged", lambda: services.merge(marek, long, other, reason="Measured"))
        forums.publish_post(marek, other, "Written since.")
        _timed(kind, "undone, after a new post", lambda: services.undo(marek, _latest()))


def _discussion(world: World, title: str, posts: int) -> Discussion:
    found = forums.start_discussion(world.actor("amina"), world.forum(), title, "The first.")
    html = markdown.render("Words.")
    row = {"network_id": found.network_id, "discussion_id": found.id, "body_md": "Words.", "body_html": html}
    row |= {"renderer": markdown.RENDERER}
    rows = [
        {**row, "position": n, "author_id": 1 + n % 4, "created_at": FRIDAY + timedelta(minutes=n)}
        for n in range(2, posts + 1)
    ]
    db.session.execute(insert(Post), rows)
    found.last_number = posts
    follow = [{"person_id": 1 + n, "discussion_id": found.id, "level": Level.DIGEST} for n in range(4, len(CAST))]
    db.session.execute(insert(Subscription), follow)
    count_again([found.id])
    db.session.commit()
    return found


def _latest() -> Operation:
    return db.session.scalars(select(Operation).order_by(Operation.id.desc()).limit(1)).one()


def _timed(kind: str, what: str, step: Callable[[], Any]) -> None:
    sent: list[str] = []

    def note(*values: Any) -> None:
        sent.append(values[2])

    event.listen(db.engine, "before_cursor_execute", note)
    begin = time.perf_counter()
    step()
    db.session.flush()
    milliseconds = 1000 * (time.perf_counter() - begin)
    event.remove(db.engine, "before_cursor_execute", note)
    db.session.commit()
    print(f"{kind + ': ' + what:38}{milliseconds:8.0f}{len(sent):12}{len(counts_that_are_off()):12}", flush=True)


if __name__ == "__main__":
    main()
