"""A discussion in S215 with two posts, and noise in MST124."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.forums import services
from app.forums.models import Discussion, ForumKind, Post
from tests.people import World


@dataclass
class Talk:
    """What the tests begin with: Amina's discussion, Ben's answer; and Chidi's elsewhere."""

    discussion_id: int
    number: int
    first_id: int
    answer_id: int
    elsewhere_id: int

    @property
    def discussion(self) -> Discussion:
        return db.session.get_one(Discussion, self.discussion_id)

    @property
    def first(self) -> Post:
        return db.session.get_one(Post, self.first_id)

    @property
    def answer(self) -> Post:
        return db.session.get_one(Post, self.answer_id)

    @property
    def url(self) -> str:
        return f"/networks/s215/discussions/{self.number}"

    def place_of(self, number: int, at: str = "") -> str:
        """The address to which one is led, of the post with this number."""
        found = db.session.query(Post.id).filter_by(discussion_id=self.discussion_id, position=number).scalar()
        return f"{at or self.url}?post={found}#post-{found}"

    def post_url(self, post_id: int, verb: str = "") -> str:
        return f"/networks/s215/posts/{post_id}" + (f"/{verb}" if verb else "")


@pytest.fixture
def talk(world: World, actor_for: Callable[[str], Actor]) -> Talk:
    elsewhere = services.start_discussion(
        actor_for("chidi"), world.forum(slug="mst124"), "Chain rule", "Noise of MST124"
    )
    found = services.start_discussion(
        actor_for("amina"), world.forum(), "Curly arrows", "They draw it from the *proton*."
    )
    first = services.first_post(found)
    answer = services.publish_post(actor_for("ben"), found, "Same here: \\ce{H+}.", reply_to=first)
    db.session.commit()
    return Talk(found.id, found.number, first.id, answer.id, services.first_post(elsewhere).id)


@pytest.fixture
def long(talk: Talk, actor_for: Callable[[str], Actor]) -> Talk:
    """Amina's discussion with six posts, and Ben's with two."""
    for name in ("ben", "tomos", "amina", "ben"):
        services.publish_post(actor_for(name), talk.discussion, f"{name} goes on.")
    db.session.commit()
    return talk


@pytest.fixture
def other(world: World, actor_for: Callable[[str], Actor]) -> Discussion:
    found = services.start_discussion(actor_for("ben"), world.forum(ForumKind.CAFE), "Tea", "With milk.")
    services.publish_post(actor_for("tomos"), found, "Without.")
    return found
