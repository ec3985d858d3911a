"""The receipt of one form stands in nobody else's way, and in the way of nothing else that its owner writes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.db import db
from app.forums.models import Discussion, Post
from app.forums.services import start_discussion
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]


@pytest.fixture
def reply(world: World) -> str:
    discussion: Discussion = start_discussion(world.actor("amina"), world.forum(), "Arrows", "They guess.")
    db.session.commit()
    return f"/networks/s215/discussions/{discussion.number}/reply"


def bodies() -> list[str]:
    return [post.body_md for post in db.session.query(Post).order_by(Post.id)][1:]


def test_another_persons_form_with_the_same_key_is_published(as_: AS, reply: str) -> None:
    for name in ("amina", "ben"):
        assert as_(name).post(reply, {"body": "Said once", "form_key": "chosen"}).status == 303
    assert bodies() == ["Said once", "Said once"]


def test_a_key_used_at_one_address_does_not_answer_at_another(as_: AS, reply: str) -> None:
    amina = as_("amina")
    amina.post(reply, {"body": "First", "form_key": "the same"})
    page = amina.post("/networks/s215/forums/cafe/start", {"title": "Tea", "body": "First", "form_key": "the same"})
    assert page.location != f"{reply.removesuffix('/reply')}#post-2"
    assert db.session.query(Discussion).count() == 2


def test_a_key_of_any_kind_is_no_fault_of_ours(as_: AS, reply: str) -> None:
    for key in ("\x00", "k" * 50_000):
        assert as_("amina").post(reply, {"body": key[:3] + "said", "form_key": key}).status == 303


def test_a_form_offered_again_keeps_what_its_address_names(as_: AS, world: World) -> None:
    ours = {"Origin": "http://localhost"}
    page = as_("amina").post("/networks/s215/topics/new?post=7", {"title": "Kept"}, csrf=False, headers=ours)
    assert page.status == 400
    assert "/networks/s215/topics/new?post=7" in {form.get("action") for form in page.find_all("form")}
