"""The board as a browser has it: nothing before the reveal, then moving, merging, undoing, and catching up."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import insert

from app.core.db import db
from app.workshops.board.queries.board import board
from app.workshops.board.services.grouping import merge_themes, move_card, name_theme
from app.workshops.models import Contribution, GroupingStep, Part, Seconding, Theme, WorkshopMember
from tests.factories.boards import a_card, a_room, at, go_on, loaded, write_on_page
from tests.people import World

SECRET = "zanzibar-canary-4711"
#: Whatever a workshop shows, whether or not it is open now.
PAGES = (
    "",
    "/cards",
    "/board",
    "/room",
    "/room/now",
    "/room/screen",
    "/themes",
    "/results",
    "/outcomes",
    "/write-up",
    ".ics",
)


@pytest.mark.parametrize("situation", ["collecting", "lobby", "collect"])
def test_hidden_words_reach_nobody_before_the_reveal(world: World, as_: Any, mailbox: Any, situation: str) -> None:
    room = a_room(world, situation)
    a_card(world, room, SECRET, author_token="")
    db.session.commit()
    here = [f"{at(room)}{page}" for page in PAGES]
    there = ["/", "/networks/s215", "/networks/s215/workshops", "/search?q=zanzibar"]
    for name in ("amina", "ben", "marek", "dilys"):
        reader = as_(name)
        assert [url for url in [*here, *there] if SECRET in reader.get(url, strict=False).html] == []
    assert all(SECRET not in f"{letter}" for letter in mailbox)


def test_the_board_before_the_reveal_tells_a_number_only(world: World, as_: Any) -> None:
    room = a_room(world)
    a_card(world, room, SECRET)
    page = as_("ben").get(f"{at(room)}/board")
    assert "1 card" in page.text
    assert SECRET not in page.html


def test_the_board_shows_every_card_after_the_reveal(world: World, as_: Any) -> None:
    room = a_room(world)
    a_card(world, room, SECRET)
    go_on(room, "reveal")
    assert SECRET in as_("ben").get(f"{at(room)}/board").text
    assert as_("dilys").get(f"{at(room)}/board", strict=False).status == 403
    assert as_("chidi").get(f"{at(room)}/board", strict=False).status == 404


def test_markup_in_a_card_is_text(world: World, as_: Any) -> None:
    room = a_room(world)
    a_card(world, room, "<script>alert(1)</script><b>bold</b>")
    go_on(room, "group")
    page = as_("ben").get(f"{at(room)}/board")
    assert "<script>alert(1)</script>" in page.text or "&lt;script&gt;" in page.html
    assert page.find_all("b", id="x") == []


def test_a_card_is_moved_by_a_plain_form(world: World, as_: Any) -> None:
    room = a_room(world)
    card = a_card(world, room, "Arrows start at the wrong end")
    go_on(room, "group")
    ben = as_("ben")
    page = ben.get(f"{at(room)}/board")
    assert [e.get("for") for e in page.find_all("label") if (e.get("for") or "").startswith("to-")] == [f"to-{card.id}"]
    sent = {"theme": "new", "title": "Curly arrows", "version": str(card.version)}
    assert ben.post(f"{at(room)}/cards/{card.id}/move", sent).status == 303
    (theme,) = board(loaded(room), world.actor("ben")).themes
    assert [each.id for each in theme.cards] == [card.id]
    assert "Undo: a card moved to “Curly arrows” (Ben)" in ben.get(f"{at(room)}/board").text
    slower = as_("amina").post(f"{at(room)}/cards/{card.id}/move", {**sent, "title": "Another"})
    assert slower.status == 409


def test_a_double_click_on_move_is_one_move(world: World, as_: Any) -> None:
    room = a_room(world)
    card = a_card(world, room)
    go_on(room, "group")
    ben = as_("ben")
    (form_key,) = {e.get("value") for e in ben.get(f"{at(room)}/board").find_all("input", name="form_key")}
    sent = {"theme": "", "title": "Signs", "version": str(card.version), "form_key": form_key}
    answers = [ben.post(f"{at(room)}/cards/{card.id}/move", sent) for _ in range(2)]
    assert [each.status for each in answers] == [303, 303]
    assert db.session.query(Theme).count() == 1


def test_a_move_without_a_theme_is_asked_again(world: World, as_: Any) -> None:
    room = a_room(world)
    card = a_card(world, room)
    go_on(room, "group")
    assert as_("ben").post(f"{at(room)}/cards/{card.id}/move", {"theme": "", "title": ""}).status == 422


def test_undo_takes_back_the_step_that_its_button_names(world: World, as_: Any) -> None:
    room = a_room(world)
    card = a_card(world, room)
    room = go_on(room, "group")
    move_card(world.actor("ben"), room, card, "Curly arrows")
    db.session.flush()
    step = db.session.query(GroupingStep).one()
    amina = as_("amina")
    assert amina.post(f"{at(room)}/themes/undo", {"step": str(step.id + 1)}).status == 409
    assert amina.post(f"{at(room)}/themes/undo", {"step": str(step.id)}).status == 303
    assert db.session.query(Theme).count() == 0
    assert db.session.query(Contribution).one().theme_id is None


def test_themes_are_renamed_and_merged_on_one_page(world: World, as_: Any) -> None:
    room = go_on(a_room(world), "group")
    one, other = (name_theme(world.actor("marek"), room, title) for title in ("Arrows", "Mechanisms"))
    db.session.flush()
    ben = as_("ben")
    form = ben.get(f"{at(room)}/themes/{one.id}/edit").values()
    sent = {"title": "Curly arrows", "list": "additional issues", "version": form["version"]}
    assert ben.post(f"{at(room)}/themes/{one.id}/edit", sent).status == 303
    assert ben.post(f"{at(room)}/themes/{one.id}/edit", sent).status == 409
    seen = ben.get(f"{at(room)}/themes/{one.id}/edit").values()["version"]
    assert ben.post(f"{at(room)}/themes/{one.id}/merge", {"target": str(other.id), "version": seen}).status == 303
    page = ben.get(f"{at(room)}/board")
    assert "with what was in “Curly arrows”" in page.text


def test_a_suggestion_is_accepted_or_dismissed_by_who_runs_it(world: World, as_: Any) -> None:
    room = a_room(world)
    card = a_card(world, room, "Arrow drawn from the minus sign of the nucleophile")
    other = a_card(world, room, "Arrow drawn towards the electrons of the nucleophile")
    room = go_on(room, "group")
    theme = move_card(world.actor("marek"), room, other, "Curly arrows")
    assert theme is not None
    db.session.flush()
    marek = as_("marek")
    assert "Perhaps in “Curly arrows”?" in marek.get(f"{at(room)}/board").text
    assert "Perhaps in" not in as_("ben").get(f"{at(room)}/board").text
    assert marek.post(f"{at(room)}/cards/{card.id}/dismiss", {"theme": str(theme.id)}).status == 303
    assert "Perhaps in" not in marek.get(f"{at(room)}/board").text
    assert db.session.query(Contribution).filter_by(id=card.id).one().theme_id is None


def test_the_absent_catch_up_on_the_board(world: World, as_: Any) -> None:
    room = a_room(world)
    card = a_card(world, room)
    room = go_on(room, "group")
    move_card(world.actor("marek"), room, card, "Signs")
    room = go_on(room, "catch_up")
    db.session.flush()
    (theme,) = board(room, world.actor("ben")).themes
    ben = as_("ben")
    page = ben.get(f"{at(room)}/board")
    assert "Were you away? You count as much" in page.text
    for _ in range(2):
        assert ben.post(f"{at(room)}/themes/{theme.id}/second").status == 303
    assert db.session.query(Seconding).count() == 1
    assert "You see this too." in ben.get(f"{at(room)}/board").text
    assert ben.post(f"{at(room)}/themes/{theme.id}/notes", {"note": "In my group as well."}).status == 303
    assert "In my group as well." in as_("amina").get(f"{at(room)}/board").text
    assert write_on_page(ben, room, text="Said afterwards").status == 303
    page = as_("amina").get(f"{at(room)}/board")
    assert "Said afterwards" in page.text
    assert "added afterwards" in page.text
    # Names of those who seconded or wrote are in no row of a workshop without names.
    assert str(world.ben.id) not in {each.mark for each in db.session.query(Seconding)}


def test_an_observer_reads_and_adds_nothing(world: World, as_: Any) -> None:
    room = a_room(world)
    a_card(world, room)
    go_on(room, "group")
    db.session.query(WorkshopMember).filter_by(person_id=world.ben.id).update({"part": Part.OBSERVER})
    page = as_("ben").get(f"{at(room)}/board")
    assert "You read here" in page.text or "Add the card" not in page.text
    assert as_("ben").get(f"{at(room)}/cards", strict=False).status == 403


def test_a_merged_theme_leads_on(world: World) -> None:
    room = a_room(world)
    card = a_card(world, room)
    room = go_on(room, "group")
    marek = world.actor("marek")
    first, second, third = (name_theme(marek, room, title) for title in ("One", "Two", "Three"))
    move_card(marek, room, card, first)
    merge_themes(marek, room, first, second)
    merge_themes(marek, room, second, third)
    (theme,) = board(room, marek).themes
    assert (theme.id, [each.id for each in theme.cards], theme.was) == (third.id, [card.id], ("One", "Two"))


def test_the_board_asks_as_often_for_a_thousand_cards_as_for_ten(world: World, as_: Any, count_queries: Any) -> None:
    room = go_on(a_room(world), "group")
    theme = name_theme(world.actor("ben"), room, "Signs")
    db.session.flush()
    marek, asked = as_("marek"), []
    for count, first in ((10, 0), (990, 10)):
        cards: list[dict[str, Any]] = [
            {
                "id": f"{n:024x}",
                "workshop_id": room.id,
                "kind": "idea",
                "text": f"Sign {n} lost",
                "codes": [],
                "late": False,
                "channel": "live",
                "placed": False,
                "withdrawn": False,
                "dismissed": [],
                "at": room.created_at,
                "version": 1,
                "theme_id": theme.id if n % 2 else None,
            }
            for n in range(first, first + count)
        ]
        db.session.execute(insert(Contribution), cards)
        with count_queries() as seen:
            page = marek.get(f"{at(room)}/board", strict=False)
        assert f"Sign {first + count - 1} lost" in page.html
        asked.append(len(seen))
    assert asked[0] == asked[1]
