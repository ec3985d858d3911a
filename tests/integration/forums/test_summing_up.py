"""What a discussion came to: its answer and its summary, who says so, and who reads it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import Conflict, NotFound, Refused
from app.forums import services as forums
from app.forums.models import Post
from app.forums.summing_up import queries, services
from app.forums.summing_up.queries import Upshot
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import World

AS = Callable[[str | None], StrictClient]
NOTHING = Upshot(None, None, None, None, None, None, None, 0)


def the(post_id: int) -> Post:
    """The post with its discussion."""
    db.session.expire_all()
    return db.session.scalars(select(Post).where(Post.id == post_id).options(joinedload(Post.discussion))).one()


def upshot(world: World, talk: Talk, who: str = "tomos") -> Upshot:
    db.session.flush()
    return queries.upshot(talk.discussion, seen_by=world.actor(who))


@pytest.fixture(autouse=True)
def noise(talk: Talk, world: World) -> None:
    """Another discussion with an answer and a summary of its own."""
    dilys = world.actor("dilys")
    other = forums.start_discussion(dilys, world.forum(), "Noise", "Noise here.")
    services.mark_answer(dilys, the(forums.first_post(other).id), answers=True)
    services.write_summary(dilys, other, "A summary that is noise.", seen_id=0)


@pytest.mark.parametrize("who", ["amina", "marek"])
def test_whoever_asked_and_the_moderator_say_what_answers_it(who: str, talk: Talk, world: World) -> None:
    services.mark_answer(world.actor(who), the(talk.answer_id), answers=True)
    found = upshot(world, talk)
    assert (found.answer_id, found.answer_by) == (talk.answer_id, world.ben.name)
    services.mark_answer(world.actor(who), the(talk.first_id), answers=True)
    assert upshot(world, talk).answer_id == talk.first_id
    services.mark_answer(world.actor(who), the(talk.answer_id), answers=False)
    assert upshot(world, talk).answer_id == talk.first_id, "another post's mark is not taken away"
    services.mark_answer(world.actor(who), the(talk.first_id), answers=False)
    assert upshot(world, talk) == NOTHING


def test_nobody_else_does(talk: Talk, world: World, as_: AS) -> None:
    for who in ("ben", "tomos", "spencer"):
        with pytest.raises(Refused):
            services.mark_answer(world.actor(who), the(talk.answer_id), answers=True)
    with pytest.raises(NotFound):
        services.mark_answer(world.actor("chidi"), the(talk.answer_id), answers=True)
    assert as_("ben").post(talk.post_url(talk.answer_id, "answer"), {"answers": "1"}).status == 403
    assert as_("chidi").post(talk.post_url(talk.answer_id, "answer"), {"answers": "1"}).status == 404
    assert upshot(world, talk) == NOTHING


def test_a_hidden_post_answers_nothing_until_it_is_restored(talk: Talk, world: World) -> None:
    marek = world.actor("marek")
    services.mark_answer(marek, the(talk.answer_id), answers=True)
    forums.hide_post(marek, talk.answer, "Looked into.")
    assert upshot(world, talk) == upshot(world, talk, "marek") == NOTHING
    with pytest.raises(Refused):
        services.mark_answer(marek, the(talk.answer_id), answers=True)
    forums.restore_post(marek, talk.answer)
    assert upshot(world, talk).answer_id == talk.answer_id


def test_a_summary_says_how_much_came_after_it(talk: Talk, world: World) -> None:
    services.write_summary(world.actor("ben"), talk.discussion, "They draw it *backwards*.", seen_id=0)
    assert "<em>backwards</em>" in str(upshot(world, talk).summary_html)
    assert upshot(world, talk).since == 0
    late = forums.publish_post(world.actor("amina"), talk.discussion, "And the curly ones, too.")
    forums.publish_post(world.actor("amina"), talk.discussion, "And more.")
    assert upshot(world, talk).since == 2
    forums.hide_post(world.actor("marek"), late, "Looked into.")
    assert upshot(world, talk).since == 1


def test_two_who_summarise_at_once_lose_nothing(talk: Talk, world: World) -> None:
    first = services.write_summary(world.actor("ben"), talk.discussion, "Ben's view.", seen_id=0)
    with pytest.raises(Conflict) as told:
        services.write_summary(world.actor("amina"), talk.discussion, "Amina's view.", seen_id=0)
    assert told.value.current == {"body": "Ben's view."}
    services.write_summary(world.actor("amina"), talk.discussion, "Both views.", seen_id=first.id)
    written = queries.summaries(talk.discussion, seen_by=world.actor("tomos"))
    assert [each.body_md for each in written] == ["Both views.", "Ben's view."]


def test_a_locked_discussion_is_summed_up_by_its_moderator_alone(talk: Talk, world: World) -> None:
    forums.lock(world.actor("marek"), talk.discussion, locked=True)
    with pytest.raises(Refused):
        services.write_summary(world.actor("ben"), talk.discussion, "Late.", seen_id=0)
    assert services.write_summary(world.actor("marek"), talk.discussion, "Closed with this.", seen_id=0)


def test_what_its_author_has_not_agreed_to_is_withheld_from_a_researcher(talk: Talk, world: World, as_: AS) -> None:
    services.write_summary(world.actor("ben"), talk.discussion, "Ben's own words.", seen_id=0)
    services.mark_answer(world.actor("marek"), the(talk.answer_id), answers=True)
    assert upshot(world, talk, "ravi") == NOTHING
    assert queries.summaries(talk.discussion, seen_by=world.actor("ravi")) == []
    db.session.commit()
    assert "Ben's own words" not in as_("ravi").get(talk.url).text
    assert "Ben's own words" in as_("tomos").get(talk.url).text


def test_the_page_writes_it_keeps_what_was_typed_and_takes_it_away(talk: Talk, world: World, as_: AS) -> None:
    client = as_("ben")
    address = f"{talk.url}/summary"
    form = client.get(address).values()
    assert form["version"] == "0"
    refused = client.post(address, {"version": "0", "body": "Student B1234567 draws it backwards."})
    assert refused.status == 422
    assert "B1234567 draws it backwards" in refused.values()["body"]
    page = client.follow(client.post(address, {"version": "0", "body": "They draw it backwards."}))
    assert "They draw it backwards." in page.text
    assert "Nothing was said since." in page.text
    behind = as_("amina").post(address, {"version": "0", "body": "Amina's view."})
    assert behind.status == 409
    assert "Amina's view." in behind.text
    assert as_("ben").post(f"{address}/away", {"reason": "Names a student."}).status == 403
    marek = as_("marek")
    assert "Take this summary away?" in marek.post(f"{address}/away", {"reason": "Names one."}, confirmed=False).text
    gone = marek.follow(marek.post(f"{address}/away", {"reason": "Names a student."}))
    assert "They draw it backwards." not in gone.text
    assert as_("chidi").get(address, strict=False).status == 404


def test_the_options_of_a_post_mark_it(talk: Talk, as_: AS) -> None:
    amina = as_("amina")
    assert "This answers it" in amina.get(talk.post_url(talk.answer_id, "options")).text
    assert "This answers it" not in as_("ben").get(talk.post_url(talk.answer_id, "options")).text
    page = amina.follow(amina.post(talk.post_url(talk.answer_id, "answer"), {"answers": "1"}))
    assert "Answered" in page.text
    assert page.find_all("a", href=talk.post_url(talk.answer_id))
    assert "It does not answer it after all" in amina.get(talk.post_url(talk.answer_id, "options")).text
