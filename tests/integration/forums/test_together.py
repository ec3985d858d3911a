"""Many people post at the same moment: every post gets its own number, and the counts are exact."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.core import clock
from app.core.db import db
from app.forums import services
from app.forums.jobs import counts_that_are_off
from app.forums.models import Discussion, Post
from tests.people import World

WRITERS = ("amina", "ben", "tomos", "dilys", "marek", "saoirse")
EACH = 5


@pytest.mark.slow
def test_numbers_and_counts_are_exact_under_concurrency(live_app: Any) -> None:
    world = World()
    discussion = services.start_discussion(world.actor("amina"), world.forum(), "Busy", "Go.")
    db.session.commit()
    discussion_id, forum_id = discussion.id, discussion.forum_id
    db.session.remove()

    def write(name: str) -> None:
        with live_app.app_context():
            for number in range(EACH):
                found = db.session.get_one(Discussion, discussion_id)
                services.publish_post(world.actor(name), found, f"{name} {number} at {clock.now():%S}")
                if number % 2:
                    services.start_discussion(world.actor(name), found_forum(forum_id), f"{name} {number}", "Words.")
                db.session.commit()

    with ThreadPoolExecutor(len(WRITERS)) as pool:
        list(pool.map(write, WRITERS))
    places = [
        row[0] for row in db.session.query(Post.position).filter_by(discussion_id=discussion_id).order_by(Post.position)
    ]
    assert places == list(range(1, len(WRITERS) * EACH + 2))
    assert db.session.get_one(Discussion, discussion_id).post_count == len(places)
    assert counts_that_are_off() == []
    numbers = [row[0] for row in db.session.query(Discussion.number).filter_by(network_id=world.s215.id)]
    assert len(numbers) == len(set(numbers)) == 1 + len(WRITERS) * (EACH // 2)


def found_forum(forum_id: int) -> Any:
    from app.forums.models import Forum

    return db.session.get_one(Forum, forum_id)
