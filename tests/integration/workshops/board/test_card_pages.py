"""The form of a card as a browser has it: what it says, its author token, sending it twice, changing and withdrawing."""

from __future__ import annotations

from typing import Any

from app.core.concurrency.receipts import FormReceipt
from app.core.db import db
from app.workshops.board.services.cards import LONGEST_CARD
from app.workshops.models import Anonymity, Contribution
from tests.client import new_session
from tests.factories.boards import a_room, at, write_on_page
from tests.people import World


def test_the_form_says_what_is_stored(world: World, as_: Any) -> None:
    for level, words in (
        (Anonymity.UNATTRIBUTED, "No name is stored with a card"),
        (Anonymity.HIDDEN, "the other participants do not"),
        (Anonymity.NAMED, "everybody in the workshop sees it"),
    ):
        page = as_("amina").get(f"{at(a_room(world, anonymity=level))}/cards")
        assert words in page.text
        assert bool(page.find_all("input", name="form_key")) == (level is not Anonymity.UNATTRIBUTED)


def test_writing_without_a_name_leaves_no_receipt(world: World, as_: Any) -> None:
    room, amina = a_room(world), as_("amina")
    assert write_on_page(amina, room).status == 303
    # Whatever a browser sends along: a page that was open before names were given up has a form_key.
    assert write_on_page(amina, room, text="Another", form_key="an-old-page").status == 303
    assert db.session.query(FormReceipt).count() == 0
    assert db.session.query(Contribution).filter(Contribution.author_id.is_not(None)).count() == 0


def test_a_double_click_makes_one_card(world: World, as_: Any) -> None:
    for level in Anonymity:
        room, amina = a_room(world, anonymity=level), as_("amina")
        shown = amina.get(f"{at(room)}/cards").values()
        form = {name: shown[name] for name in ("command_key", "form_key", "made_for") if name in shown}
        for _ in range(2):
            answer = amina.post(f"{at(room)}/cards", {**form, "kind": "idea", "text": "Once"}, once=False)
            assert answer.status == 303
        assert db.session.query(Contribution).filter_by(workshop_id=room.id).count() == 1


def test_the_pen_is_a_cookie_of_this_workshop_that_no_script_reads(world: World, as_: Any) -> None:
    room = a_room(world)
    answer = as_("amina").get(f"{at(room)}/cards").answer
    (author_token,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("pen-")]
    assert "HttpOnly" in author_token
    assert "SameSite=Lax" in author_token
    assert f"Path={at(room)}" in author_token


def test_what_a_page_sends_for_one_person_is_not_taken_from_another(world: World, as_: Any) -> None:
    """A page that stayed open while somebody else signed in; its script says for whom it was made."""
    room, ben = a_room(world), as_("ben")
    for person, status in ((world.amina.id, 401), ("", 401), (world.ben.id, 303)):
        quietly = {"headers": {"HX-Request": "true", "X-Person": str(person)}}
        form = {"command_key": "0123456789abcdef", "kind": "idea", "text": "Whose?", "made_for": "unattributed"}
        assert ben.post(f"{at(room)}/cards", form, once=False, **quietly).status == status
    assert db.session.query(Contribution).count() == 1
    assert ben.get(f"{at(room)}/room", headers={"X-Person": str(world.amina.id)}).status == 401


def test_own_cards_are_changed_and_withdrawn_in_the_browser_that_wrote_them(world: World, as_: Any) -> None:
    room, amina = a_room(world), as_("amina")
    write_on_page(amina, room, text="First words")
    card = db.session.query(Contribution).one()
    page = amina.get(f"{at(room)}/cards/{card.id}/edit")
    assert page.values()["text"] == "First words"
    changed = {**page.values(), "kind": "idea", "text": "Second words"}
    assert amina.post(f"{at(room)}/cards/{card.id}/edit", changed, once=False).status == 303
    assert as_("amina").get(f"{at(room)}/cards/{card.id}/edit", strict=False).status == 404
    assert as_("ben").post(f"{at(room)}/cards/{card.id}/withdraw").status == 404
    assert amina.post(f"{at(room)}/cards/{card.id}/withdraw", once=False).status == 303
    assert db.session.query(Contribution).filter_by(withdrawn=True).count() == 1


def test_another_person_at_the_same_browser_finds_nothing_of_whoever_wrote_there(world: World, as_: Any) -> None:
    room, browser = a_room(world), as_("amina")
    write_on_page(browser, room, text="Only for whoever wrote it")
    card = db.session.query(Contribution).one()
    assert "Only for whoever wrote it" in browser.get(f"{at(room)}/room").text
    with browser.client.session_transaction() as held:
        held["_user_id"] = new_session(world.ben.id)
    assert "Only for whoever wrote it" not in browser.get(f"{at(room)}/room").html
    assert browser.get(f"{at(room)}/cards/{card.id}/edit", strict=False).status == 404
    assert browser.post(f"{at(room)}/cards/{card.id}/withdraw").status == 404


def test_a_card_on_which_nothing_is_to_be_seen_is_empty(world: World, as_: Any) -> None:
    room, amina = a_room(world), as_("amina")
    for unseen in ("\u200b", " \ufeff\u2060 ", "\u00ad\n\u202e"):
        assert write_on_page(amina, room, text=unseen).status == 422
    assert db.session.query(Contribution).count() == 0
    assert write_on_page(amina, room, text="ab\u202ecd").status == 303
    assert db.session.query(Contribution).one().text == "abcd"


def test_a_card_that_is_too_long_is_kept_in_the_form(world: World, as_: Any) -> None:
    room, long = a_room(world), "word " * 2_001
    page = write_on_page(as_("amina"), room, text=long)
    assert page.status == 422
    assert f"{LONGEST_CARD:,} characters" in page.text
    assert page.values()["text"].strip() == long.strip()
    assert db.session.query(Contribution).count() == 0


def test_a_script_that_sends_a_card_leaves_no_words_for_the_next_page(world: World, as_: Any) -> None:
    room, amina = a_room(world), as_("amina")
    quietly = {"headers": {"HX-Request": "true"}}
    shown = amina.get(f"{at(room)}/cards").values()
    form = {name: shown[name] for name in ("command_key", "made_for")} | {"kind": "idea", "text": "Sent by the outbox"}
    assert amina.post(f"{at(room)}/cards", form, once=False, **quietly).status == 303
    assert "Your card is kept" not in amina.get(f"{at(room)}/cards").text
    assert "Your card is kept" in amina.follow(write_on_page(amina, room)).text
