"""What is new becomes read as one scrolls past it, in every tab; or by hand, and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import loop
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

FORUM = f"{loop.S215}/forums/tricky-topics"


def begin_discussion(page: Page, title: str, posts: int) -> None:
    page.goto(f"{FORUM}/start")
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your post").fill("The first words of it.")
    page.get_by_role("button", name="Publish").click()
    for number in range(2, posts + 1):
        page.get_by_label("Your reply").fill(f"Post {number}. " + "They stop at the second line. " * 40)
        page.get_by_role("button", name="Publish").click()
        expect(page.locator(".post")).to_have_count(number)


def entry(page: Page, title: str) -> str:
    """What the list says beside the discussion."""
    page.goto(FORUM)
    return page.locator(".entry", has=page.get_by_role("link", name=title)).inner_text()


def test_what_was_scrolled_past_is_read_and_other_tabs_hear_of_it(visitors: Visitors) -> None:
    begin_discussion(visitors.page_as("al16.s215", java_script_enabled=False), "Scrolled past", 4)
    page = visitors.page_as("al17.s215", reduced_motion="reduce")
    page.goto(FORUM)
    before = int(page.locator("[data-count=all]").inner_text())
    other = page.context.new_page()
    other.goto(FORUM)
    page.get_by_role("link", name="Scrolled past").click()
    expect(page.get_by_role("heading", name="Scrolled past")).to_be_in_viewport()
    for number in range(1, 5):
        post = page.locator(f"article[data-number='{number}']")
        post.scroll_into_view_if_needed()
        page.mouse.move(10 * number, 10)
        post.evaluate("post => post.scrollIntoView({block: 'end'})")
        expect(post).to_have_attribute("data-seen", "")
    after = str(before - 1) if before > 1 else ""
    for each in (page, other):
        expect(each).to_have_title(re.compile(rf"^\({after}\) " if after else r"^[^(]"))
    assert "new" not in entry(page, "Scrolled past")


def test_what_was_not_looked_at_stays_new(visitors: Visitors) -> None:
    begin_discussion(visitors.page_as("al16.s215", java_script_enabled=False), "Looked at the top", 4)
    page = visitors.page_as("al17.s215", reduced_motion="reduce")
    page.goto(FORUM)
    with page.expect_response(lambda answer: answer.url.endswith("/read")):
        page.get_by_role("link", name="Looked at the top").click()
        page.mouse.move(20, 20)
    assert "new" in entry(page, "Looked at the top")


def test_by_hand_and_without_a_script(visitors: Visitors) -> None:
    begin_discussion(visitors.page_as("al16.s215", java_script_enabled=False), "Read by hand", 2)
    page = visitors.page_as("al17.s215", java_script_enabled=False)
    assert "2 new" in entry(page, "Read by hand")
    page.get_by_role("link", name="Read by hand").click()
    page.get_by_role("button", name="Read up to here").click()
    assert "new" not in entry(page, "Read by hand")
    page.get_by_role("link", name="Read by hand").click()
    page.get_by_role("link", name="More for post 2").click()
    page.get_by_role("button", name="Unread from here").click()
    assert "1 new" in entry(page, "Read by hand")
    page.get_by_role("button", name="Mark all as read").click()
    assert "new" not in entry(page, "Read by hand")
