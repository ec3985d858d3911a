"""The reveal one card at a time: what was not reached is in nobody's page."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Refused
from app.workshops.board.queries.board import board
from app.workshops.board.services.cards import hide, withdraw
from app.workshops.models import Contribution, Workshop
from app.workshops.queries import seat_of
from app.workshops.room.queries.reveal import card_by_card
from app.workshops.room.services.card_by_card import begin, show_all, show_next
from app.workshops.room.services.moves import move_room
from tests.factories.boards import TOKEN, a_card, a_room, at, go_on, loaded, write_on_page
from tests.people import World

WORDS = ("canary-one", "canary-two", "canary-three")
#: Where words of cards could stand.
PAGES = ("", "/cards", "/board", "/room", "/room/screen", "/room/now", "/themes", "/results", "/outcomes", "/write-up")


@pytest.fixture
def room(world: World) -> Workshop:
    made = a_room(world)
    for words in WORDS:
        a_card(world, made, words, author_token="")
    go_on(made, "collect")
    begin(world.actor("marek"), made)
    db.session.commit()
    return loaded(made)


def shown(as_: Any, room: Workshop, who: str = "ben") -> set[str]:
    """The words that any page holds for this reader."""
    pages = [as_(who).get(f"{at(room)}{page}", strict=False).html for page in PAGES]
    return {words for words in WORDS if any(words in page for page in pages)}


def more(world: World, room: Workshop) -> Workshop:
    show_next(world.actor("marek"), loaded(room))
    db.session.commit()
    return loaded(room)


def test_cards_come_one_after_the_other_to_everybody(world: World, as_: Any, room: Workshop) -> None:
    assert shown(as_, room) == set()
    assert shown(as_, room, "marek") == set()
    for count in (1, 2, 3):
        more(world, room)
        assert len(shown(as_, room)) == len(shown(as_, room, "marek")) == count
    assert f"Card 3 of {len(WORDS)}" in as_("ben").get(f"{at(room)}/room").text


def test_the_one_that_is_read_stands_at_the_top_and_alone_on_the_screen(world: World, as_: Any, room: Workshop) -> None:
    more(world, room)
    more(world, room)
    ben = world.actor("ben")
    now = card_by_card(loaded(room), seat_of(room, ben), ben)
    assert now
    assert now.card
    screen = as_("ben").get(f"{at(room)}/room/screen")
    assert [words for words in WORDS if words in screen.html] == [now.card.text]
    assert [card.text for card in board(loaded(room), ben).loose][-1] == now.card.text


def test_a_button_pressed_twice_shows_one_card(world: World, as_: Any, room: Workshop) -> None:
    page = as_("marek").get(f"{at(room)}/room")
    form = next(each for each in page.find_all("form") if each.get("id") == "next-card")
    held = {each.get("name"): each.get("value") for each in form.iter("input") if each.get("name") in {"ix", "version"}}
    for _ in range(2):
        assert as_("marek").post(f"{at(room)}/room/next-card", held).status == 303
    assert len(shown(as_, room)) == 1
    assert as_("amina").post(f"{at(room)}/room/next-card").status == 403


def test_a_card_written_meanwhile_is_told_when_it_will_be_read(world: World, as_: Any, room: Workshop) -> None:
    amina = as_("amina")
    assert "Everybody reads it once all cards are shown." in amina.follow(write_on_page(amina, room)).text


def test_all_can_be_shown_at_once_with_what_was_written_meanwhile(world: World, as_: Any, room: Workshop) -> None:
    a_card(world, room, "canary-late")
    db.session.commit()
    assert "canary-late" not in as_("ben").get(f"{at(room)}/room").html
    show_all(world.actor("marek"), loaded(room))
    db.session.commit()
    assert "canary-late" in as_("ben").get(f"{at(room)}/room").html
    assert shown(as_, room) == set(WORDS)


def test_the_next_phase_shows_all_and_going_back_hides_again(world: World, as_: Any, room: Workshop) -> None:
    move_room(world.actor("marek"), loaded(room), "next")
    db.session.commit()
    assert shown(as_, room) == set(WORDS)
    move_room(world.actor("marek"), loaded(room), 1)
    db.session.commit()
    assert shown(as_, room) == set()


def test_withdrawn_and_hidden_cards_are_passed_over(world: World, room: Workshop) -> None:
    by_lot = db.session.scalars(select(Contribution).order_by(Contribution.place)).all()
    by_lot[0].withdrawn = True
    by_lot[1].hidden_reason = "It names a colleague."
    db.session.commit()
    more(world, room)
    ben = world.actor("ben")
    now = card_by_card(loaded(room), seat_of(room, ben), ben)
    assert now
    assert (now.done, now.total, now.is_over) == (1, 1, True)
    assert now.card
    assert now.card.text == by_lot[2].text


def test_it_begins_with_the_reveal_and_only_for_whoever_holds_the_lease(world: World) -> None:
    made = go_on(a_room(world), "lobby")
    with pytest.raises(Refused):
        begin(world.actor("marek"), made)
    go_on(made, "collect")
    with pytest.raises(Refused):
        begin(world.actor("amina"), made)
    with pytest.raises(Conflict):
        begin(world.actor("marek"), made, seen_version=99)


def test_an_own_card_can_be_hidden_or_withdrawn_meanwhile(world: World) -> None:
    made = a_room(world)
    card = a_card(world, made, "mine")
    go_on(made, "collect")
    withdraw(world.actor("amina"), made, card, author_token=TOKEN)
    other = a_card(world, made, "other")
    begin(world.actor("marek"), made)
    show_next(world.actor("marek"), made)
    hide(world.actor("marek"), made, other, "It names a colleague.")
    ben = world.actor("ben")
    assert [each.text for each in board(made, ben).loose] == [None]


def test_the_button_stands_before_the_reveal(world: World, as_: Any) -> None:
    made = go_on(a_room(world), "collect")
    db.session.commit()
    page = as_("marek").get(f"{at(made)}/room")
    assert "On, and card by card" in page.text
    version = page.values()["version"]
    assert as_("marek").post(f"{at(made)}/room/card-by-card", {"version": version}).status == 303
    assert "0 cards, shown one at a time" in as_("ben").get(f"{at(made)}/room").text
