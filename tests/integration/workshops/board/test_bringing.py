"""Bringing a post to the workshop: who is offered it, what the card keeps, what stays unsaid."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.forums.models import Post
from app.forums.services import remove_post, start_discussion
from app.workshops.models import Anonymity, Contribution, Workshop
from tests.factories.boards import a_room, go_on
from tests.people import World

WORDS = "Half my group draw the arrow from the proton to the lone pair."


@pytest.fixture
def post(world: World) -> Post:
    begun = start_discussion(world.actor("ben"), world.forum(), "Mechanisms", WORDS)
    db.session.flush()
    return db.session.query(Post).filter_by(discussion_id=begun.id).one()


def at(room: Workshop, post: Post) -> str:
    return f"/networks/s215/workshops/{room.number}/bring/{post.id}"


def bring(client: Any, room: Workshop, post: Post) -> Any:
    shown = client.get(at(room, post)).values()
    form = {name: shown[name] for name in ("command_key", "form_key", "made_for") if name in shown}
    return client.post(at(room, post), {**form, "kind": "problem example", "text": shown["text"]}, once=False)


def test_posts_offer_it_to_those_who_take_part(world: World, as_: Any, post: Post) -> None:
    room = a_room(world, people=("amina", "ben"))
    page = as_("amina").get(f"/networks/s215/posts/{post.id}").location.partition("#")[0]
    link = f'href="{at(room, post)}"'
    assert link in as_("amina").get(page).html
    assert link not in as_("tomos").get(page).html
    go_on(room, "closed")
    assert link not in as_("amina").get(page).html


@pytest.mark.parametrize("level", list(Anonymity))
def test_the_card_keeps_the_link_and_no_name_where_none_is_promised(
    world: World, as_: Any, post: Post, level: Anonymity
) -> None:
    room = a_room(world, anonymity=level)
    assert bring(as_("amina"), room, post).status == 303
    card = db.session.query(Contribution).one()
    assert (card.text, card.post_id) == (WORDS, post.id)
    assert card.author_id == (None if level is Anonymity.UNATTRIBUTED else world.amina.id)


def test_its_words_are_not_shown_before_the_reveal_and_lead_to_the_post_after(
    world: World, as_: Any, post: Post
) -> None:
    room = a_room(world)
    bring(as_("amina"), room, post)
    assert WORDS not in as_("ben").get(f"/networks/s215/workshops/{room.number}/board").text
    go_on(room, "reveal")
    page = as_("ben").get(f"/networks/s215/workshops/{room.number}/board")
    assert WORDS in page.text
    assert page.find_all("a", href=f"/networks/s215/posts/{post.id}")


def test_a_removed_post_is_not_brought(world: World, as_: Any, post: Post) -> None:
    room = a_room(world)
    remove_post(world.actor("marek"), post, "Names a student.")
    assert as_("amina").get(at(room, post), strict=False).status in {403, 404}
    assert as_("amina").post(at(room, post), {"kind": "idea", "text": WORDS}).status in {403, 404}
    assert db.session.query(Contribution).count() == 0
