"""From home and from the desk to what is done, with the keyboard alone: counted in presses."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import test_keyboard_only as keys
from tests.browser.pages import MODERATOR, MST
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def open_rest(page: Page) -> None:
    """What does not press at once is folded."""
    for summary in page.locator(".waits summary").all():
        summary.press("Enter")


def test_a_moderator_acknowledges_from_home_and_stays_there(visitors: Visitors) -> None:
    page = visitors.page_as(MODERATOR, reduced_motion="reduce")
    page.goto("/home")
    button = page.get_by_role("button", name=re.compile("^Acknowledge.*Tutorials recorded or not"))
    open_rest(page)
    keys.tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is now: acknowledged")).to_be_visible()
    expect(page).to_have_url(re.compile("/home$"))
    expect(button).to_have_count(0)


def test_from_the_desk_to_a_verified_action_in_three_presses(visitors: Visitors) -> None:
    owner = visitors.page_as(MODERATOR, reduced_motion="reduce")
    owner.goto(f"{MST}/actions/6")
    owner.get_by_role("button", name="Done", exact=True).click()
    expect(owner.get_by_text("The moderator or the chair verifies it.")).to_be_visible()
    chair = visitors.page_as("chair.mst124", reduced_motion="reduce")
    chair.goto("/home")
    keys.tab_to(chair, chair.get_by_role("navigation", name="Site").get_by_role("link", name="Desk"))
    chair.keyboard.press("Enter")
    expect(chair.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    button = chair.get_by_role("button", name=re.compile("^Verify.*Prepare the commitments board"))
    open_rest(chair)
    keys.tab_to(chair, button)
    chair.keyboard.press("Enter")
    expect(chair.get_by_text("Verified.")).to_be_visible()
    expect(chair.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    expect(button).to_have_count(0)
