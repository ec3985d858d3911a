"""Grouping in a real browser: by the list with the keyboard, by dragging, and by proposals; nothing half-written is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from app.core.db import db
from app.workshops.board.services.grouping import move_card, name_theme
from tests.browser.site import Site, inside, serving, tell_the_cast
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors
from tests.factories.boards import a_card, a_room, go_on

pytestmark = pytest.mark.browser

WORKSHOP = "/networks/s215/workshops/1"
HALF = "They read the curly arrow as the path of an at"
ARROWS = [f"Arrow drawn from the minus sign of the nucleophile {n}" for n in ("again", "twice", "always")]
UNITS = ["Units are dropped at the top of a page", "Units are converted twice"]
READING = ["Too much reading in week 12", "Too much reading before Christmas"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tests' cast, at grouping, with seven cards and two themes."""
    folder = tmp_path_factory.mktemp("grouping")
    with inside(folder):
        world = tell_the_cast()
        room = a_room(world)
        cards = [a_card(world, room, text) for text in (*ARROWS, *READING, *UNITS)]
        room = go_on(room, "group")
        move_card(world.actor("marek"), room, cards[0], "Curly arrows")
        name_theme(world.actor("marek"), room, "Workload")
        db.session.commit()
    with serving(folder) as running:
        yield running


def in_room(visitors: Visitors, name: str) -> Page:
    page = visitors.page_as(name)
    page.goto(f"{WORKSHOP}/room")
    expect(page.get_by_text("Live: changes appear by themselves.")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    return page


def card(place: Page | Locator, words: str) -> Locator:
    """The card that says this; its neighbours offer it in their lists."""
    page = place if isinstance(place, Page) else place.page
    return place.locator(".ws-card", has=page.locator(".ws-card-text", has_text=words))


def theme(page: Page, title: str) -> Locator:
    return page.locator(".ws-theme", has=page.get_by_role("heading", name=title))


def drag(what: Locator, onto: Locator) -> None:
    """As a hand does: first a little, then all the way, scrolling if it must."""
    mouse = what.page.mouse
    what.hover()
    box = what.bounding_box()
    assert box is not None
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2 + 12, box["y"] + box["height"] / 2 + 12)
    onto.hover()
    onto.hover()
    mouse.up()


def test_a_card_is_dragged_onto_a_theme_onto_another_and_out_again(visitors: Visitors) -> None:
    amina, ben = in_room(visitors, "amina"), in_room(visitors, "ben")
    amina.get_by_role("textbox", name="Your card").fill(HALF)
    words = amina.locator(".ws-card-text")
    drag(words.filter(has_text=READING[0]), theme(amina, "Workload"))
    expect(card(theme(amina, "Workload"), READING[0])).to_be_visible()
    expect(card(theme(ben, "Workload"), READING[0])).to_be_visible()
    expect(amina.get_by_role("textbox", name="Your card")).to_have_value(HALF)
    assert amina.evaluate("window.sameDocument")
    drag(words.filter(has_text=READING[0]), amina.locator(".ws-loose h2"))
    expect(card(theme(amina, "Workload"), READING[0])).to_have_count(0)
    drag(words.filter(has_text=READING[0]), words.filter(has_text=READING[1]))
    expect(theme(amina, READING[1]).locator(".ws-card")).to_have_count(2)
    expect(amina.get_by_role("textbox", name="Your card")).to_have_value(HALF)
    amina.get_by_role("textbox", name="Your card").fill("")


def test_nothing_slips_away_under_a_finger(visitors: Visitors) -> None:
    amina, ben = in_room(visitors, "amina"), in_room(visitors, "ben")
    card(amina, UNITS[1]).get_by_role("combobox").select_option(label="Workload")
    card(amina, UNITS[1]).get_by_role("button", name="Move", exact=True).hover()
    amina.mouse.down()
    with amina.expect_response(re.compile(r"/room(\?|$)")) as answered:
        card(ben, UNITS[0]).get_by_role("combobox").select_option(label="Workload")
        card(ben, UNITS[0]).get_by_role("button", name="Move", exact=True).click()
    answered.value.finished()
    expect(card(amina.locator(".ws-loose"), UNITS[0])).to_be_visible()
    amina.mouse.up()
    for words in UNITS:
        expect(card(theme(amina, "Workload"), words)).to_be_visible()


def test_the_list_does_the_same_with_the_keyboard_alone(visitors: Visitors) -> None:
    ben = in_room(visitors, "ben")
    card(ben, ARROWS[1]).get_by_role("combobox").focus()
    ben.keyboard.press("C")
    ben.keyboard.press("Tab")
    ben.keyboard.press("Enter")
    expect(card(theme(ben, "Curly arrows"), ARROWS[1])).to_be_visible()


def test_a_proposal_is_accepted_and_undone(visitors: Visitors) -> None:
    marek = visitors.page_as("marek", reduced_motion="reduce")
    marek.goto(f"{WORKSHOP}/board")
    marek.get_by_role("link", name="Arrange for me").click()
    proposal = marek.locator(".ws-proposal", has_text="for “Curly arrows”")
    expect(proposal.get_by_role("checkbox", name=ARROWS[2])).to_be_checked()
    look_at(marek)
    proposal.get_by_role("button", name="Accept").click()
    expect(marek.get_by_text("arranged. It can be undone at one stroke.")).to_be_visible()
    marek.get_by_role("button", name=re.compile(r"Undo: \d cards? arranged")).click()
    expect(marek.get_by_text(re.compile(r"Undone: \d cards? arranged"))).to_be_visible()
