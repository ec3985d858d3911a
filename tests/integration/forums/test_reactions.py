"""“My students too” and “thank you”: counted, one each, taken back by the next press, and named to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.forums import services as forums
from app.forums.models import Post, Reaction, ReactionKind
from app.forums.moderation import services as moderation
from app.forums.queries.reactions import Reactions, reactions_of
from app.forums.reactions.services import react
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import World

AS = Callable[[str | None], StrictClient]
ADDRESS = "/networks/s215/posts/react"
SEEN, THANKS = ReactionKind.SEEN_TOO, ReactionKind.THANKS


def the(post_id: int) -> Post:
    """The post with its discussion."""
    return db.session.scalars(select(Post).where(Post.id == post_id).options(joinedload(Post.discussion))).one()


@pytest.fixture(autouse=True)
def noise(talk: Talk, world: World) -> None:
    """What is said of other posts."""
    react(world.actor("dilys"), talk.answer, THANKS, holds=True)
    react(world.actor("tomos"), talk.answer, SEEN, holds=True)


def test_each_says_each_once_and_takes_it_back(talk: Talk, world: World) -> None:
    for who in ("ben", "tomos", "ben"):
        react(world.actor(who), talk.first, SEEN, holds=True)
    react(world.actor("ben"), talk.first, THANKS, holds=True)
    found = reactions_of(talk.first, seen_by=world.actor("ben"))
    assert (found.seen_too, found.thanks) == (2, 1)
    assert set((found.mine or "").split(",")) == {"seen too", "thank you"}
    assert reactions_of(talk.first, seen_by=world.actor("marek")) == Reactions(2, 1, None)
    react(world.actor("ben"), talk.first, SEEN, holds=False)
    react(world.actor("ben"), talk.first, SEEN, holds=False)
    assert reactions_of(talk.first, seen_by=world.actor("ben")) == Reactions(1, 1, "thank you")


def test_not_of_ones_own_nor_of_what_is_out_of_sight_nor_elsewhere(talk: Talk, world: World) -> None:
    with pytest.raises(Refused):
        react(world.actor("amina"), talk.first, THANKS, holds=True)
    with pytest.raises(NotFound):
        react(world.actor("ben"), db.session.get_one(Post, talk.elsewhere_id), THANKS, holds=True)
    with pytest.raises(NotFound):
        react(world.actor("chidi"), talk.first, THANKS, holds=True)
    forums.hide_post(world.actor("marek"), talk.first, "Looked into.")
    with pytest.raises(NotFound):
        react(world.actor("ben"), talk.first, THANKS, holds=True)
    with pytest.raises(Refused):
        react(world.actor("marek"), talk.first, THANKS, holds=True)


def test_whoever_reads_may_and_a_researcher_only_of_what_was_agreed_to(talk: Talk, world: World) -> None:
    react(world.actor("spencer"), talk.answer, THANKS, holds=True)
    with pytest.raises(NotFound):
        react(world.actor("ravi"), talk.answer, THANKS, holds=True)


def test_hiding_keeps_them_and_removing_for_good_takes_them_away(talk: Talk, world: World) -> None:
    marek = world.actor("marek")
    forums.hide_post(marek, talk.answer, "Looked into.")
    forums.restore_post(marek, talk.answer)
    assert reactions_of(talk.answer, seen_by=marek) == Reactions(1, 1, None)
    forums.remove_post(marek, talk.answer, "It named a student.")
    here = select(func.count(Reaction.id)).where(Reaction.post_id == talk.answer_id)
    assert db.session.scalar(here) == 0


def test_they_go_with_their_post_wherever_it_is_taken(talk: Talk, world: World) -> None:
    moderation.split(world.actor("marek"), talk.discussion, [talk.answer_id], title="Apart", reason="Another matter.")
    db.session.expire_all()
    assert talk.answer.discussion_id != talk.discussion_id
    assert reactions_of(talk.answer, seen_by=world.actor("tomos")) == Reactions(1, 1, "seen too")


def test_the_page_counts_them_and_marks_ones_own(talk: Talk, as_: AS) -> None:
    page = as_("tomos").get(talk.url)
    pressed = {each.get("id"): each.get("aria-pressed") for each in page.find_all("button", class_="reaction")}
    assert pressed == {
        f"seen-{talk.first_id}": "false",
        f"thanks-{talk.first_id}": "false",
        f"seen-{talk.answer_id}": "true",
        f"thanks-{talk.answer_id}": "false",
    }
    own = as_("ben").get(talk.url)
    assert not own.find_all("button", id=f"seen-{talk.answer_id}")
    assert "1 sees this with their students too" in own.text
    assert "Tomos" not in "".join(each.text or "" for each in own.find_all("p", class_="reactions"))


def test_one_press_without_a_script_leads_back_to_the_post(talk: Talk, world: World, as_: AS) -> None:
    client, seen = as_("ben"), f"seen too:{talk.first_id}"
    client.get(talk.url)
    answer = client.post(ADDRESS, {"say": seen})
    assert (answer.status, answer.location) == (303, talk.place_of(1))
    answer = client.post(ADDRESS, {"unsay": seen, "back": "/networks/s215/topics/1"})
    assert answer.location == talk.place_of(1, "/networks/s215/topics/1")
    assert client.post(ADDRESS, {"say": seen, "back": "//evil.example"}).location == talk.place_of(1)
    assert client.post(ADDRESS, {"say": f"boring:{talk.first_id}"}).status == 422
    assert as_("amina").post(ADDRESS, {"say": seen}).status == 403
    assert as_("chidi").post(ADDRESS, {"say": seen}).status == 404


def test_with_a_script_only_the_buttons_come_back(talk: Talk, as_: AS) -> None:
    client = as_("ben")
    client.get(talk.url)
    answer = client.post(ADDRESS, {"say": f"thank you:{talk.first_id}"}, headers={"HX-Request": "true"})
    assert answer.find_all("button", id=f"thanks-{talk.first_id}")[0].get("aria-pressed") == "true"
    assert "<article" not in answer.html


def test_no_page_asks_more_for_them(talk: Talk, world: World, as_: AS, count_queries: Any) -> None:
    def asked() -> int:
        client = as_("marek")
        client.get(talk.url)
        with count_queries() as seen:
            client.get(talk.url)
        return len(list(seen))

    before = asked()
    for who in ("ben", "tomos", "dilys", "spencer"):
        react(world.actor(who), talk.first, SEEN, holds=True)
        react(world.actor(who), talk.first, THANKS, holds=True)
    db.session.commit()
    assert asked() == before


def test_they_are_ones_own_to_take_along_and_go_with_ones_account(talk: Talk, world: World) -> None:
    column = Reaction.__table__.c.person_id.info["personal"]
    assert (column.facts, column.erasure.name) == (("kind", "reacted_at"), "DELETE")
