"""The room on a projector: what any participant may see, and nothing personal."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.workshops.board.services.grouping import move_card, name_theme
from app.workshops.models import Anonymity
from app.workshops.pages.views.screen import CARDS_ON_A_SCREEN
from app.workshops.room.services.moves import move_room
from app.workshops.room.services.spotlight import light
from tests.factories.ballots import a_straw_vote
from tests.factories.boards import a_card, a_room, at, go_on, loaded
from tests.people import World

SECRET = "zanzibar-canary-4711"


def on_screen(as_: Any, room: Any, who: str = "marek", more: str = "") -> Any:
    return as_(who).get(f"{at(room)}/room/screen{more}")


@pytest.mark.parametrize("situation", ["collecting", "lobby", "collect"])
def test_before_the_reveal_the_screen_has_numbers_only(world: World, as_: Any, situation: str) -> None:
    room = a_room(world, situation)
    a_card(world, room, SECRET)
    page = on_screen(as_, room)
    assert SECRET not in page.html
    assert "1 card" in page.text


def test_revealed_cards_are_shown_a_screenful_at_a_time(world: World, as_: Any) -> None:
    room = a_room(world, "collect")
    for number in range(CARDS_ON_A_SCREEN + 3):
        a_card(world, room, f"Thought {number}.")
    go_on(room, "reveal")
    first, second = on_screen(as_, room), on_screen(as_, room, more="?page=2")
    assert first.text.count("Thought") == CARDS_ON_A_SCREEN
    assert second.text.count("Thought") == 3
    assert on_screen(as_, room, more="?page=99").text.count("Thought") == 3


def test_no_names_and_no_controls_stand_on_the_screen(world: World, as_: Any) -> None:
    """The facilitator sees names in the room; whoever looks at the wall does not."""
    room = a_room(world, "collect", anonymity=Anonymity.HIDDEN)
    a_card(world, room)
    go_on(room, "reveal")
    assert "Amina" in as_("marek").get(f"{at(room)}/room").text
    page = on_screen(as_, room)
    assert "Amina" not in page.text
    assert page.find_all("button") == []


def test_themes_stand_with_the_number_of_their_cards(world: World, as_: Any) -> None:
    room = a_room(world, "collect")
    card = a_card(world, room)
    a_card(world, room, "Another")
    go_on(room, "group")
    move_card(world.actor("marek"), room, card, "Signs")
    db.session.commit()
    text = on_screen(as_, room, "ben").text
    assert "Signs 1 card" in text
    assert "1 card is not grouped yet" in text


def test_a_vote_shows_how_many_voted_and_then_its_sums(world: World, as_: Any) -> None:
    room = a_straw_vote(world)
    assert "0 voted so far" in on_screen(as_, room).text
    move_room(world.actor("marek"), loaded(room), "next")
    db.session.commit()
    assert "Curly arrows" in on_screen(as_, room).text


def test_the_screen_is_for_those_invited_and_ends_with_the_meeting(world: World, as_: Any) -> None:
    room = a_room(world, "lobby")
    assert on_screen(as_, room, "saoirse").status == 403
    assert on_screen(as_, room, "chidi").status == 404
    go_on(room, "catch_up")
    assert on_screen(as_, room).location.endswith("/board")


def test_those_who_run_it_find_the_way_to_the_screen(world: World, as_: Any) -> None:
    room = a_room(world, "lobby")
    assert "Show on a screen" in as_("marek").get(f"{at(room)}/room").text
    assert "Show on a screen" not in as_("amina").get(f"{at(room)}/room").text


@pytest.mark.parametrize("situation", ["lobby", "reveal", "group", "vote", "discuss", "commit"])
def test_every_situation_has_a_screen(world: World, as_: Any, situation: str) -> None:
    room = go_on(a_room(world), situation)
    assert on_screen(as_, room).status == 200
    if situation != "lobby":
        a_card(world, room)
        light(world.actor("marek"), room, name_theme(world.actor("marek"), room, "In everybody’s eyes"))
        assert "In everybody’s eyes" in on_screen(as_, room).text


def test_the_outcomes_are_read_from_the_screen(world: World, as_: Any) -> None:
    room = go_on(a_room(world), "commit")
    name_theme(world.actor("marek"), room, "Signs")
    assert "Signs Not decided yet." in on_screen(as_, room).text
