"""What is posted while a moderator locks or moves the discussion belongs before it or behind it."""

from __future__ import annotations

import pytest
from flask import Flask

from app.core.db import db
from app.core.errors import Refused
from app.forums import services
from app.forums.jobs import counts_that_are_off
from app.forums.models import Discussion, ForumKind
from tests.factories.beside import beside
from tests.people import World

pytestmark = pytest.mark.slow


def test_a_discussion_that_is_locked_at_this_moment_takes_no_post(live_app: Flask) -> None:
    world = World()
    number = services.start_discussion(world.actor("amina"), world.forum(), "Busy", "Go.").id
    db.session.commit()
    marek, ben = world.actor("marek"), world.actor("ben")
    came = beside(
        live_app,
        lambda: services.lock(marek, db.session.get_one(Discussion, number), locked=True),
        lambda: db.session.get_one(Discussion, number),
        lambda discussion: services.publish_post(ben, discussion, "Late"),
    )
    assert isinstance(came, Refused)
    assert db.session.get_one(Discussion, number).post_count == 1


def test_the_first_post_of_a_discussion_that_is_moved_counts_where_it_went(live_app: Flask) -> None:
    world = World()
    empty = services.open_discussion(world.actor("amina"), world.s215.id, ForumKind.TRICKY_TOPICS, "Bonds").id
    db.session.commit()
    marek, ben = world.actor("marek"), world.actor("ben")

    def move() -> None:
        services.move_discussion(marek, db.session.get_one(Discussion, empty), ForumKind.ADDITIONAL_ISSUES)

    came = beside(
        live_app,
        move,
        lambda: db.session.get_one(Discussion, empty),
        lambda discussion: services.publish_post(ben, discussion, "The first").position,
    )
    assert came == 1
    assert counts_that_are_off() == []
