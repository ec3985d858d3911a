"""What has an answer says so in the lists and at the post, and is not unanswered any more."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.forums import services as forums
from app.forums.models import Post
from app.forums.moderation import services as moderation
from app.forums.summing_up.services import mark_answer
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import World

AS = Callable[[str | None], StrictClient]
LIST = "/networks/s215/forums/tricky-topics"


def the(post_id: int) -> Post:
    """The post with its discussion."""
    return db.session.scalars(select(Post).where(Post.id == post_id).options(joinedload(Post.discussion))).one()


def answered_in_list(as_: AS) -> bool:
    titles = as_("tomos").get(LIST).find_all("h2", class_="entry-title")
    return any("Answered" in (each.text_content() or "") for each in titles)


def test_the_list_and_the_post_say_so(talk: Talk, world: World, as_: AS) -> None:
    assert not answered_in_list(as_)
    mark_answer(world.actor("amina"), the(talk.answer_id), answers=True)
    db.session.commit()
    assert answered_in_list(as_)
    page = as_("tomos").get(talk.url)
    assert "The answer" in (page.find_all("article", id=f"post-{talk.answer_id}")[0].text_content() or "")
    assert "The answer" not in (page.find_all("article", id=f"post-{talk.first_id}")[0].text_content() or "")


def test_an_answer_that_is_hidden_or_stands_elsewhere_answers_nothing(talk: Talk, world: World, as_: AS) -> None:
    mark_answer(world.actor("amina"), the(talk.answer_id), answers=True)
    forums.hide_post(world.actor("marek"), talk.answer, "Looked into.")
    db.session.commit()
    assert not answered_in_list(as_)
    forums.restore_post(world.actor("marek"), talk.answer)
    moderation.split(world.actor("marek"), talk.discussion, [talk.answer_id], title="Apart", reason="Another matter.")
    db.session.commit()
    assert not answered_in_list(as_)


def test_who_finds_the_answer_themselves_waits_for_nobody(talk: Talk, world: World, as_: AS) -> None:
    begun = forums.start_discussion(world.actor("ben"), world.forum(), "Alone with it", "Who knows?")
    found = forums.publish_post(world.actor("ben"), begun, "I have it: page 12.")
    db.session.commit()
    assert "Alone with it" in as_("tomos").get(f"{LIST}?show=unanswered").text
    mark_answer(world.actor("ben"), the(found.id), answers=True)
    db.session.commit()
    assert "Alone with it" not in as_("tomos").get(f"{LIST}?show=unanswered").text
