"""Questions, refused steps and sessions without a mouse: in which order one comes to what, and where one is afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from app.core.db import db
from app.workshops.models import Workshop
from app.workshops.room.services import moves
from tests.browser.site import PASSWORD, Site, inside, serving, tell_the_cast
from tests.browser.test_every_page import look_at
from tests.browser.test_keyboard_only import HERE, SHOWS, fill, follow, press, tab_to
from tests.browser.visitors import Visitors
from tests.factories.workshops import a_workshop

pytestmark = pytest.mark.browser

ONE = "/networks/s215/workshops/1"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tests' cast, with a meeting in its lobby."""
    folder = tmp_path_factory.mktemp("steps")
    with inside(folder):
        world = tell_the_cast()
        moves.step(world.actor("marek"), a_workshop(world, "collecting"), "start")
        db.session.commit()
    with serving(folder) as running:
        yield running


def state(site: Site) -> str:
    with inside(site.data_dir):
        return str(db.session.scalar(select(Workshop.state)))


@pytest.mark.parametrize("wishes", [{}, {"viewport": PHONE, "color_scheme": "dark"}, {"java_script_enabled": False}])
def test_a_question_is_read_and_left_again(visitors: Visitors, site: Site, wishes: dict[str, object]) -> None:
    page = visitors.page_as("marek", **wishes)
    page.goto(f"{ONE}/room")
    tab_to(page, page.locator("#end-meeting summary"))
    page.keyboard.press("Enter")
    press(page, "Close the workshop")
    expect(page.get_by_role("heading", level=1)).to_have_text("Close the workshop?")
    expect(page.locator(".lede")).to_have_text("What is tricky in Block 2?")
    if wishes.get("java_script_enabled", True):
        look_at(page)
    yes, no = page.get_by_role("button", name="Close the workshop"), page.get_by_role("link", name="Leave it as it is")
    tab_to(page, yes)
    page.keyboard.press("Tab")
    expect(no).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You facilitate")).to_be_visible()
    assert state(site) == "live"


def pretend_it_is_old(page: Page) -> None:
    """As if the room had moved on since: what the page carries is of another."""
    page.evaluate("document.querySelectorAll('input[name=version]').forEach((field) => (field.value = 1))")


def test_what_was_pressed_too_late_is_said_where_one_is(visitors: Visitors) -> None:
    page = visitors.page_as("marek")
    page.goto(f"{ONE}/room")
    expect(page.get_by_text("Live: changes appear by themselves.")).to_be_visible()
    expect(page.get_by_role("button", name="I am here")).to_have_count(0)  # it is pressed for whoever looks
    page.evaluate("window.sameDocument = true")
    on = page.get_by_role("button", name="On to Write in silence")
    tab_to(page, on)
    pretend_it_is_old(page)
    page.keyboard.press("Enter")
    alert = page.get_by_role("alert").filter(has_text="Your step was not taken")
    expect(alert).to_contain_text("It is at “Arrive” now; Marek facilitates.")
    assert page.evaluate("window.sameDocument"), "nobody leaves the room for it"
    press(page, "+1 minute")  # the page is as it stands now, and goes on from there
    expect(alert).to_have_count(0)


def test_what_was_not_taken_is_heard_first(visitors: Visitors, site: Site) -> None:
    page = visitors.page_as("marek", viewport=PHONE)
    page.goto(ONE)
    pretend_it_is_old(page)
    press(page, "Open the board for additions")
    said = page.locator("#not-taken")
    expect(said).to_be_focused()
    expect(said).to_contain_text("It is “live” now, at “Arrive”; Marek facilitates.")
    expect(said).to_be_in_viewport()
    expect(page.get_by_role("heading", name="What you typed")).to_have_count(0)
    assert state(site) == "live"
    press(page, "Open the board for additions")
    expect(page.get_by_role("heading", level=1)).to_have_text("Open the board for additions?")


def test_ending_another_session_asks_for_the_password(visitors: Visitors) -> None:
    elsewhere = visitors.page()
    elsewhere.goto("/sign-in")
    fill(elsewhere, "E-mail address", "ben@example.org")
    fill(elsewhere, "Password", PASSWORD)
    elsewhere.keyboard.press("Enter")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Home")
    page = visitors.page_as("ben")
    page.goto("/account/sessions")
    follow(page, "Sign out every other browser")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign out another browser")
    look_at(page)
    fill(page, "Present password", "not his at all")
    page.keyboard.press("Enter")
    expect(page.locator("#form-errors")).to_be_focused()
    expect(page.locator("#form-errors")).to_contain_text("This is not your present password.")
    fill(page, "Present password", PASSWORD)
    page.keyboard.press("Tab")
    button = page.get_by_role("button", name="Sign it out")
    assert button.evaluate(HERE)
    assert button.evaluate(SHOWS)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Every other browser is signed out.")).to_be_visible()
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("Please sign in first")
