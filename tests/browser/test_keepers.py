"""An evening of those who keep networks going, from signing in: a chair, a moderator of three networks, their sponsor.

With the keyboard alone on a laptop, with a thumb on a phone. Counted are the presses that do something: Enter, and taps.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_every_page import look_at
from tests.browser.test_keyboard_only import tab_to
from tests.browser.test_returning import Presses, sign_in
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def enter(hands: Presses, target: Locator) -> None:
    tab_to(hands.page, target)
    hands.key("Enter")


def row(page: Page, words: str) -> Locator:
    return page.locator(".waits li").filter(has_text=words)


def is_wide(page: Page) -> bool:
    return bool(page.evaluate("() => document.documentElement.scrollWidth > 360"))


def test_a_chair_decides_from_home(visitors: Visitors) -> None:
    """Four presses, and the reason typed; then home has one thing less, and says nothing of it as new."""
    page = visitors.page(reduced_motion="reduce")
    hands = sign_in(page, "chair.mst124@example.org")
    expect(page.get_by_role("heading", name="To decide and do")).to_be_in_viewport()
    waiting = row(page, "Intervention 2: accept, decline or defer it")
    enter(hands, waiting.get_by_role("link", name=re.compile("^Decide")))
    expect(page.get_by_role("heading", level=1)).to_contain_text("decision cards")
    tab_to(page, page.get_by_role("radio", name="Accept it"))
    hands.key("Space")
    tab_to(page, page.get_by_role("textbox", name=re.compile("^Why")).last)
    page.keyboard.type("Cheap, and the quiz serves the exam week too.")
    tab_to(page, page.get_by_role("radio", name="It agrees with the vote"))
    hands.key("Space")
    enter(hands, page.get_by_role("button", name="Record the decision"))
    expect(page.locator("main")).to_contain_text("Accepted")
    assert hands.made == 4
    page.goto("/home")
    expect(waiting).to_have_count(0)
    look_at(page)


def test_a_chair_verifies_on_a_phone_and_takes_it_back(visitors: Visitors) -> None:
    page = visitors.page(reduced_motion="reduce", **PHONE)
    hands = sign_in(page, "chair.mst124@example.org")
    verify = page.get_by_role("button", name=re.compile("^Verify.*Invite the 65 ALs"))
    hands.tap(page.locator(".waits summary").first)
    hands.tap(verify)
    done = page.get_by_role("group", name="Just done")
    expect(done.get_by_role("status")).to_have_text("Verified.")
    expect(done).to_be_in_viewport()
    expect(verify).to_have_count(0)
    assert not is_wide(page)
    hands.tap(done.get_by_role("button", name=re.compile("^Undo")))
    page.locator(".waits summary").first.tap()
    expect(verify).to_be_visible()
    expect(done).to_have_count(0)
    assert hands.made == 3


def test_a_moderator_of_three_networks_sees_what_is_overdue_with_one_press(visitors: Visitors) -> None:
    page = visitors.page(reduced_motion="reduce")
    hands = sign_in(page, "moderator1@example.org")
    enter(hands, page.get_by_role("navigation", name="Site").get_by_role("link", name="Desk"))
    expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    assert hands.made == 1
    overdue = page.locator(".waits li:visible").filter(has=page.locator(".overdue"))
    codes = {each.split()[0] for each in overdue.locator(".entry-meta").all_inner_texts()}
    assert codes == {"S215", "MST124"}
    expect(page.locator(".waits").filter(has_text="H800").first).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Nobody has answered for 5 days"))).to_be_visible()
    expect(page.get_by_text("Totals only. Nobody is ranked.")).to_be_visible()
    enter(hands, page.get_by_role("complementary", name="Networks").get_by_role("link", name="H800", exact=True).last)
    expect(page.locator(".waits").filter(has_text="MST124")).to_have_count(0)
    look_at(page)


def test_a_moderator_acknowledges_from_the_desk_and_takes_it_back(visitors: Visitors) -> None:
    page = visitors.page(reduced_motion="reduce")
    hands = sign_in(page, "moderator1@example.org")
    page.goto("/desk")
    acknowledge = page.get_by_role("button", name=re.compile("^Acknowledge.*Tutorials recorded or not"))
    enter(hands, acknowledge)
    undo = page.get_by_role("button", name=re.compile("^Undo.*Tutorials recorded or not"))
    expect(undo).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Acknowledge"))).to_have_count(0)
    look_at(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    enter(hands, undo)
    expect(acknowledge).to_be_visible()
    expect(page).to_have_url(re.compile("/desk$"))
    assert hands.made == 2


@pytest.mark.parametrize("wishes", [{}, PHONE])
def test_a_sponsor_sees_whom_everything_waits_for_and_does_their_own_part(
    visitors: Visitors, wishes: dict[str, object]
) -> None:
    page = visitors.page(reduced_motion="reduce", **wishes)
    sign_in(page, "sponsor.stem@example.org")
    mine = row(page, "Ask media production for a slot before September")
    expect(mine).to_contain_text("overdue")
    expect(mine).to_be_in_viewport()
    page.goto("/desk")
    expect(page.get_by_role("heading", name="Decisions of the chair")).to_be_attached()
    buttons = page.locator(".waits").get_by_role("button")
    expect(buttons).to_have_count(0)
    assert not is_wide(page) or not wishes
    # Where there is no room for a button beside it, the title leads there.
    row(page, "Ask media production").get_by_role("link").locator("visible=true").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ask media production for a slot before September")
    expect(page.get_by_role("button", name="Done", exact=True)).to_be_visible()
    look_at(page)
