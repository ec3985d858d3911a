"""The room in real browsers: it follows by itself, nobody is taken from a half-written card, and no card is lost offline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.db import db
from app.workshops.models import Contribution, Workshop
from app.workshops.room.services import moves
from tests.browser.site import Site, inside, serving, tell_the_cast
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors
from tests.factories.workshops import a_workshop
from tests.people import World

pytestmark = pytest.mark.browser

ROOM = "/networks/s215/workshops/1/room"
HALF = "They read the curly arrow as the path of an at"
#: What Chromium says when a test takes the network away.
OFFLINE = re.compile(r"ERR_(INTERNET_DISCONNECTED|FAILED|NETWORK_CHANGED)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tests' cast instead of the demo, with a meeting in its lobby."""
    folder = tmp_path_factory.mktemp("room")
    with inside(folder):
        world = tell_the_cast()
        made = a_workshop(world, "collecting")
        moves.step(world.actor("marek"), made, "start")
        db.session.commit()
    with serving(folder) as running:
        yield running


def in_room(visitors: Visitors, name: str) -> Page:
    page = visitors.page_as(name)
    page.goto(ROOM)
    expect(page.get_by_text("Live: changes appear by themselves.")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    return page


def card(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your card")


def phase(page: Page) -> Locator:
    return page.locator(".room-phase b")


def texts(site: Site) -> list[str]:
    with inside(site.data_dir):
        return list(db.session.scalars(select(Contribution.text)))


@pytest.fixture(autouse=True)
def where_it_begins(site: Site, request: pytest.FixtureRequest) -> None:
    """The room in its lobby, or where the test's mark says, wherever the tests before left it."""
    mark = request.node.get_closest_marker("room_at")
    with inside(site.data_dir):
        made = db.session.scalars(select(Workshop).options(selectinload(Workshop.phases))).one()
        place = [phase.title for phase in made.phases].index(mark.args[0]) if mark else 0
        if made.phase_ix != place:
            moves.move_room(World().actor("marek"), made, place)
            db.session.commit()


def test_the_room_moves_for_all_and_leaves_a_half_written_card_alone(visitors: Visitors) -> None:
    amina, ben, marek = (in_room(visitors, name) for name in ("amina", "ben", "marek"))
    expect(marek.locator("[data-count=here]")).to_have_text("3")
    marek.get_by_role("button", name="On to Write in silence").click()
    for page in (amina, ben, marek):
        expect(phase(page)).to_have_text("Write in silence")
    card(amina).press_sequentially(HALF)
    marek.get_by_role("button", name="On to Read and clarify").click()
    expect(phase(ben)).to_have_text("Read and clarify")
    # Marek left between two tests: that he is reconnecting may still stand there for some seconds.
    moved_on = amina.locator(".room-follow", has_text="The room is now at Read and clarify")
    expect(moved_on).to_be_visible()
    expect(card(amina)).to_have_value(HALF)
    expect(card(amina)).to_be_focused()
    card(amina).press_sequentially("om")
    amina.get_by_role("button", name="Add the card").click()
    expect(ben.locator(".ws-card-text", has_text=f"{HALF}om")).to_be_visible()
    assert all(page.evaluate("window.sameDocument") for page in (amina, ben, marek))
    amina.get_by_role("link", name="Follow").click()
    expect(phase(amina)).to_have_text("Read and clarify")
    expect(moved_on).to_have_count(0)


def test_a_clock_that_is_wrong_by_hours_counts_the_rooms_time(visitors: Visitors) -> None:
    page = visitors.page_as("ben")
    page.clock.set_fixed_time(clock.real_now() + timedelta(hours=5))
    page.goto(ROOM)
    expect(page.get_by_text("Live: changes appear by themselves.")).to_be_visible()
    page.wait_for_timeout(1500)
    expect(page.locator("#room-clock")).to_have_text(re.compile(r"^\d+ (minute|second)s? left$"))


def test_axe_finds_nothing_in_the_room(visitors: Visitors) -> None:
    for name in ("marek", "amina"):
        look_at(in_room(visitors, name))


def test_whoever_looks_ahead_moves_nobody(visitors: Visitors) -> None:
    ben, marek = in_room(visitors, "ben"), in_room(visitors, "marek")
    here = phase(ben).inner_text()
    marek.get_by_role("link", name="Commit").click()
    expect(marek.locator(".room-follow", has_text="You look ahead")).to_be_visible()
    marek.get_by_role("button", name="+1 minute").click()
    expect(marek.locator(".room-follow", has_text="You look ahead")).to_be_visible()
    expect(phase(ben)).to_have_text(here)


@pytest.mark.room_at("Write in silence")
def test_cards_written_without_the_network_arrive_once(visitors: Visitors, site: Site) -> None:
    amina = in_room(visitors, "amina")
    amina.context.set_offline(True)
    for words in ("Written on a train.", "Written in a tunnel."):
        card(amina).fill(words)
        amina.get_by_role("button", name="Add the card").click()
    unsaved = amina.locator("#room-unsaved")
    expect(unsaved).to_contain_text("Written on a train.")
    expect(unsaved).to_contain_text("Written in a tunnel.")
    expect(card(amina)).to_have_value("")
    amina.context.set_offline(False)
    expect(unsaved).to_be_hidden()
    kept = texts(site)
    assert [kept.count(words) for words in ("Written on a train.", "Written in a tunnel.")] == [1, 1]
    visitors.faults[:] = [fault for fault in visitors.faults if not OFFLINE.search(fault)]


def test_a_browser_that_cannot_hold_a_stream_asks_instead(visitors: Visitors, site: Site) -> None:
    ben = visitors.page_as("ben")
    ben.route(f"{site.stream_url}/**", lambda route: route.abort())
    ben.goto(ROOM)
    expect(ben.get_by_text("this page asks every few seconds")).to_be_visible()
    marek = in_room(visitors, "marek")
    before = phase(ben).inner_text()
    marek.get_by_role("button", name=re.compile("^On to")).click()
    expect(phase(marek)).not_to_have_text(before)
    expect(phase(ben)).to_have_text(phase(marek).inner_text())
    visitors.faults[:] = [fault for fault in visitors.faults if not OFFLINE.search(fault)]
