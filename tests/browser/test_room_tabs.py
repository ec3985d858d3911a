"""The room in several tabs and on a screen: one stream for a browser, live in all of it; what others do moves no focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import delete, select, update

from app.core.db import db
from app.workshops.board.services import reports
from app.workshops.board.services.grouping import name_theme
from app.workshops.models import Contribution, Hand, Theme, Workshop
from app.workshops.room.services import card_by_card, hands, moves
from app.workshops.room.services import queue as discussing
from tests.browser.site import PASSWORD, Site, inside, serving, tell_the_cast
from tests.browser.test_every_page import ASK, RULES_OF_COLOUR, TOO_WIDE, axe, look_at
from tests.browser.visitors import Visitors
from tests.factories.boards import a_card, loaded
from tests.factories.workshops import a_workshop
from tests.people import World

pytestmark = pytest.mark.browser

ROOM = "/networks/s215/workshops/1/room"
LOBBY, COLLECT, REVEAL, GROUP, VOTE, DISCUSS, COMMIT = range(7)
CARDS = 11


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tests' cast with a meeting in its lobby, cards and three themes."""
    folder = tmp_path_factory.mktemp("tabs")
    with inside(folder):
        world = tell_the_cast()
        made = a_workshop(world, "collecting")
        for number in range(CARDS):
            a_card(
                world, made, f"Thought {number}: they draw the arrow from the plus to the minus and call it an atom."
            )
        moves.step(world.actor("marek"), loaded(made), "start")
        go_to(REVEAL)
        for title in ("Curly arrows", "Moles", "Pace of Block 2"):
            name_theme(world.actor("marek"), loaded(made), title)
        go_to(LOBBY)
        db.session.commit()
    with serving(folder) as running:
        yield running


def the_room() -> Workshop:
    return loaded(db.session.scalars(select(Workshop)).one())


def go_to(ix: int) -> None:
    made = the_room()
    if made.phase_ix != ix:
        moves.move_room(World().actor("marek"), made, ix)
        db.session.commit()


def at_phase(site: Site, ix: int) -> None:
    with inside(site.data_dir):
        go_to(ix)


@pytest.fixture(autouse=True)
def as_it_began(site: Site) -> None:
    """The room in its lobby, no hand up and the queue in its first order, whatever the test before did."""
    with inside(site.data_dir):
        go_to(LOBBY)
        db.session.execute(delete(Hand))
        db.session.execute(update(Theme).values(place=None, discussed=False))
        db.session.commit()


def tab(context: BrowserContext, path: str = ROOM) -> Page:
    page = context.new_page()
    page.goto(path)
    return page


def live(page: Page) -> None:
    expect(page.get_by_text("Live: changes appear by themselves.")).to_be_visible()


def streams(context: BrowserContext) -> list[str]:
    """Addresses of the streams that this browser asks for from now on."""
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if "/stream?" in request.url else None)
    return asked


def test_three_tabs_of_one_person_hold_one_stream_and_all_are_live(visitors: Visitors, site: Site) -> None:
    at_phase(site, LOBBY)
    first = visitors.page_as("amina")
    asked = streams(first.context)
    first.goto(ROOM)
    live(first)
    second, third = tab(first.context), tab(first.context)
    for page in (second, third):
        live(page)
    at_phase(site, COLLECT)
    for page in (first, second, third):
        expect(page.locator(".room-phase b")).to_have_text("Write in silence")
    assert len(asked) == 1
    first.close()
    at_phase(site, LOBBY)
    for page in (second, third):
        expect(page.locator(".room-phase b")).to_have_text("Arrive")
        live(page)
    assert len(asked) == 2


def test_without_locks_each_tab_listens_itself(visitors: Visitors, site: Site) -> None:
    at_phase(site, LOBBY)
    first = visitors.page_as("amina")
    first.context.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', {get: () => undefined})")
    asked = streams(first.context)
    first.goto(ROOM)
    live(first)
    live(tab(first.context))
    assert len(asked) == 2


def test_the_room_is_live_by_the_machines_other_name(visitors: Visitors, site: Site) -> None:
    page, here = visitors.page(), site.url.replace("127.0.0.1", "localhost")
    page.goto(f"{here}/sign-in")
    page.get_by_label("E-mail address").fill("ben@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/home")
    page.goto(f"{here}{ROOM}")
    live(page)
    visitors.faults[:] = [
        each for each in visitors.faults if not each.startswith("a foreign host was asked: http://loc")
    ]


def test_what_is_put_in_the_light_is_said_and_takes_no_focus(visitors: Visitors, site: Site) -> None:
    at_phase(site, DISCUSS)
    amina, marek = visitors.page_as("amina"), visitors.page_as("marek")
    amina.goto(ROOM)
    live(amina)
    card = amina.get_by_role("textbox", name="Your card")
    card.press_sequentially("Half a thou")
    marek.goto(ROOM)
    marek.get_by_role("button", name="Begin with the first").click()
    expect(amina.get_by_role("region", name="Shown to everybody")).to_contain_text("Curly arrows")
    expect(amina.locator("#room-said")).to_contain_text("Shown to everybody now: Curly arrows")
    expect(card).to_be_focused()
    expect(card).to_have_value("Half a thou")


def test_the_queue_is_ordered_by_keys_alone_and_keeps_the_place_of_whoever_does(visitors: Visitors, site: Site) -> None:
    at_phase(site, DISCUSS)
    marek = visitors.page_as("marek")
    marek.goto(ROOM)
    live(marek)
    later = marek.get_by_role("button", name="Later “Curly arrows”")
    later.focus()
    marek.keyboard.press("Enter")
    queue = marek.locator("#queue ol > li")
    expect(queue.first).to_contain_text("Moles")
    expect(marek.get_by_role("button", name="Later “Curly arrows”")).to_be_focused()
    marek.keyboard.press("Enter")
    expect(queue.last).to_contain_text("Curly arrows")
    expect(queue.last).to_be_focused()


def test_a_hand_is_raised_called_and_taken_down(visitors: Visitors, site: Site) -> None:
    at_phase(site, LOBBY)
    amina, marek = visitors.page_as("amina"), visitors.page_as("marek")
    amina.goto(ROOM)
    marek.goto(ROOM)
    live(amina)
    live(marek)
    amina.get_by_role("button", name="Raise your hand").click()
    hands = marek.get_by_role("region", name="Hands up")
    expect(hands).to_contain_text("Amina")
    hands.get_by_role("button", name="Call Amina").click()
    expect(amina.get_by_text("You are called: please speak.", exact=True).first).to_be_visible()
    amina.get_by_role("button", name="Take your hand down").click()
    expect(hands).to_have_count(0)


def test_cards_come_one_by_one_to_every_page(visitors: Visitors, site: Site) -> None:
    at_phase(site, COLLECT)
    amina, marek = visitors.page_as("amina"), visitors.page_as("marek")
    amina.goto(ROOM)
    live(amina)
    marek.goto(ROOM)
    live(marek)
    marek.get_by_role("button", name="On, and card by card").click()
    expect(amina.get_by_text(f"{CARDS} cards, shown one at a time")).to_be_visible()
    assert "Thought" not in amina.content()
    marek.get_by_role("button", name="First card").click()
    expect(amina.get_by_text(f"Card 1 of {CARDS}")).to_be_visible()
    expect(marek.get_by_role("button", name="Next card")).to_be_focused()
    marek.get_by_role("button", name="Show all that are left").click()
    expect(amina.locator(".ws-cards > li")).to_have_count(CARDS)


def test_the_new_parts_of_the_room_can_be_read_by_everybody(visitors: Visitors, site: Site) -> None:
    """A card that is read alone, then hands, light, queue and a report; on a facilitator's page and a participant's."""
    at_phase(site, COLLECT)
    with inside(site.data_dir):
        world, made = World(), the_room()
        card_by_card.begin(world.actor("marek"), made)
        card_by_card.show_next(world.actor("marek"), made)
        db.session.commit()
    look_as(visitors, "marek", "amina")
    at_phase(site, DISCUSS)
    with inside(site.data_dir):
        world, made = World(), the_room()
        discussing.next_theme(world.actor("marek"), made, None)
        hands.raise_hand(world.actor("ben"), made)
        hands.raise_hand(world.actor("amina"), made)
        card = db.session.scalars(select(Contribution)).first()
        assert card
        reports.report(world.actor("ben"), made, card, "It names a colleague.")
        db.session.commit()
        report_page = f"/networks/s215/workshops/1/cards/{card.id}/report"
    look_as(visitors, "marek", "amina")
    look_as(visitors, "ben", at=report_page)


def test_a_printed_board_has_its_cards_and_nothing_to_press(visitors: Visitors, site: Site) -> None:
    at_phase(site, GROUP)
    page = visitors.page_as("marek")
    page.goto("/networks/s215/workshops/1/board")
    page.emulate_media(media="print")
    expect(page.locator(".ws-card-text", has_text="Thought 3:")).to_be_visible()
    for what in ("button", "select", "textarea", "form input", ".ws-tools"):
        expect(page.locator(f"main {what}").filter(visible=True)).to_have_count(0)


def look_as(visitors: Visitors, *names: str, at: str = ROOM) -> None:
    for name in names:
        page = visitors.page_as(name, reduced_motion="reduce")
        page.goto(at)
        look_at(page)


@pytest.mark.parametrize("ix", [LOBBY, COLLECT, REVEAL, GROUP, DISCUSS])
def test_the_screen_fills_the_wall_and_does_not_scroll(visitors: Visitors, site: Site, ix: int) -> None:
    at_phase(site, ix)
    wall = visitors.page_as("marek", viewport={"width": 1280, "height": 720}, reduced_motion="reduce")
    wall.goto(f"{ROOM}/screen")
    assert wall.evaluate("document.documentElement.scrollHeight") <= 720
    wall.evaluate(axe())
    assert wall.evaluate(ASK) == []
    wall.emulate_media(color_scheme="dark")
    assert wall.evaluate(ASK, RULES_OF_COLOUR) == []
    wall.set_viewport_size({"width": 360, "height": 740})
    assert wall.evaluate(TOO_WIDE) == []


def test_the_screen_follows_the_room(visitors: Visitors, site: Site) -> None:
    at_phase(site, LOBBY)
    wall = visitors.page_as("marek")
    with wall.expect_request(lambda request: "/stream?" in request.url):
        wall.goto(f"{ROOM}/screen")
    at_phase(site, COLLECT)
    expect(wall.get_by_role("heading", level=1)).to_have_text("Write in silence")
    expect(wall.get_by_text(f"{CARDS} cards so far")).to_be_visible()
