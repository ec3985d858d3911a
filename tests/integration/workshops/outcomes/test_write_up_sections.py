"""What the write-up drafts: what was said word for word, what came later, what was left out, and how it was done."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from app.core.db import db
from app.workshops.board.services import cards as contributing
from app.workshops.board.services import notes
from app.workshops.models import Anonymity, Channel, Contribution, Theme, Workshop
from tests.client import StrictClient
from tests.factories.boards import a_card, a_room, loaded
from tests.people import World

AS = Callable[[str | None], StrictClient]
HERE = "/networks/s215/workshops/1"


@pytest.fixture
def room(world: World) -> Workshop:
    return a_board(world, Anonymity.UNATTRIBUTED)


def a_board(world: World, anonymity: Anonymity) -> Workshop:
    """One theme with a card of each time, and a card in no theme."""
    workshop = a_room(world, anonymity=anonymity)
    theme = Theme(workshop_id=workshop.id, title="Signs [in] brackets")
    db.session.add(theme)
    db.session.flush()
    said = ("=SUM(1) is what they type", "They lose *every* sign", "1. first they look", "Nobody grouped this")
    cards = [a_card(world, workshop, text) for text in said]
    for card in cards[:3]:
        card.theme_id = theme.id
    cards[2].channel = Channel.AFTER
    workshop.state = "catch_up"
    db.session.commit()
    return loaded(workshop)


def sections(client: StrictClient) -> dict[str, str]:
    page = client.get(f"{HERE}/write-up")
    return {
        str(each.get("aria-labelledby")): " ".join("".join(each.itertext()).split())
        for each in page.find_all("section", class_="write-up")
    }


def test_cards_stand_word_for_word_whatever_signs_they_hold(as_: AS, room: Workshop) -> None:
    said = sections(as_("amina"))["themes"]
    assert "Signs [in] brackets" in said
    assert "They lose *every* sign" in said
    assert "1. first they look" in said
    assert "1 more card stands in no theme" in said


def test_what_came_after_the_meeting_is_named_by_its_time_and_not_by_its_writer(
    as_: AS, world: World, room: Workshop
) -> None:
    found = sections(as_("amina"))
    assert "1. first they look" in found["added"]
    assert "They lose" not in found["added"]
    assert world.amina.name not in found["added"]
    assert "Of 4 cards 3 were written before the meeting, 0 in it and 1 after it" in found["who"]


def test_hidden_cards_are_counted_with_the_reason_and_their_words_stay_out(
    as_: AS, world: World, room: Workshop
) -> None:
    card = next(each for each in _cards(room) if "every" in each.text)
    contributing.hide(world.actor("marek"), room, card, "It names a person.")
    db.session.commit()
    page = as_("marek").get(f"{HERE}/write-up").text
    assert "1 card was hidden and is left out. The reason given: “It names a person.”" in page
    assert "They lose" not in page


def test_notes_of_the_discussion_carry_their_writer(as_: AS, world: World, room: Workshop) -> None:
    theme = db.session.query(Theme).one()
    notes.add_note(world.actor("ben"), room, theme, "Week 4 is too early.")
    db.session.commit()
    assert f"Week 4 is too early. ({world.ben.name})" in sections(as_("amina"))["discussion"]


def test_the_method_says_who_was_asked_how_and_what_is_stored(as_: AS, world: World, room: Workshop) -> None:
    said = sections(as_("amina"))["method"]
    for words in (
        f"{world.marek.name} facilitated.",
        "3 members of the learning network, by invitation",
        "Tricky Topics by nominal group technique.",
        "write in silence (8 min)",
        "Beside every card’s form stood: “No name is stored with a card",
        "What was changed on the way. Nothing.",
        "Nothing of fewer than 5 ballots",
    ):
        assert words in said


def test_the_cards_as_a_table_name_nobody_and_calculate_nothing(as_: AS, world: World, room: Workshop) -> None:
    answer = as_("amina").get(f"{HERE}/cards.csv")
    rows = list(csv.DictReader(io.StringIO(answer.html.removeprefix("\ufeff"))))
    assert {row["Words"] for row in rows} == {
        "'=SUM(1) is what they type",
        "They lose *every* sign",
        "1. first they look",
        "Nobody grouped this",
    }
    assert "Author" not in rows[0]
    assert world.amina.name not in answer.html


def test_where_names_are_hidden_the_table_has_none_for_the_facilitator_either(as_: AS, world: World) -> None:
    a_board(world, Anonymity.HIDDEN)
    assert world.amina.name in as_("marek").get(f"{HERE}/board").text
    assert world.amina.name not in as_("marek").get(f"{HERE}/cards.csv").html


def test_where_cards_are_named_the_table_names_their_authors(as_: AS, world: World) -> None:
    a_board(world, Anonymity.NAMED)
    assert world.amina.name in as_("ben").get(f"{HERE}/cards.csv").html


def test_before_the_reveal_the_table_is_empty_and_strangers_find_none(as_: AS, world: World) -> None:
    workshop = a_room(world)
    a_card(world, workshop, "canary-9a31")
    db.session.commit()
    assert "canary-9a31" not in as_("marek").get(f"{HERE}/cards.csv").html
    assert as_("chidi").get(f"{HERE}/cards.csv").status == 404
    assert as_("spencer").get(f"{HERE}/cards.csv").status == 403


def test_two_who_edit_a_section_lose_neither_s_words(as_: AS, room: Workshop) -> None:
    marek, seen = as_("marek"), as_("marek").get(f"{HERE}/write-up/purpose").values()["version"]
    assert marek.post(f"{HERE}/write-up/purpose", {"body": "The first.", "version": seen}).status == 303
    slower = marek.post(f"{HERE}/write-up/purpose", {"body": "The second.", "version": seen})
    assert slower.status == 409
    assert "The first." in slower.text
    assert "The second." in slower.text
    again = marek.post(f"{HERE}/write-up/purpose", {"body": "Both.", "version": slower.values()["version"]})
    assert again.status == 303
    assert "Both." in sections(marek)["purpose"]


def _cards(room: Workshop) -> list[Contribution]:
    return db.session.query(Contribution).filter_by(workshop_id=room.id).all()
