"""A long discussion: one press by keys and without a script, from post to post by keys, by replies on a phone, on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import S215
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

TITLE = "One thing that worked this week"


def open_it(page: Page) -> None:
    """From its top, and not from what is new in it."""
    page.goto(f"{S215}/forums/cafe")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    page.goto(re.split("[?#]", page.url)[0])


def unpressed(page: Page) -> Locator:
    """A button that this reader has not pressed, by its name, which stays when it is pressed."""
    name = page.locator(".reaction[aria-pressed=false]").first.get_attribute("id")
    return page.locator(f"#{name}")


def test_one_press_says_it_in_place_and_the_next_takes_it_back(visitors: Visitors) -> None:
    page = visitors.page_as("al04.s215")
    open_it(page)
    button = unpressed(page)
    before = button.inner_text()
    for pressed in ("true", "false"):
        button.press("Enter")
        expect(button).to_have_attribute("aria-pressed", pressed)
        expect(button).to_be_focused()
    assert button.inner_text() == before


def test_one_press_without_a_script_leads_back_to_the_post(visitors: Visitors) -> None:
    page = visitors.page_as("al04.s215", java_script_enabled=False)
    open_it(page)
    button = unpressed(page)
    for pressed in ("true", "false"):
        button.click()
        expect(page).to_have_url(re.compile(r"#post-\d+$"))
        expect(button).to_have_attribute("aria-pressed", pressed)


def test_keys_lead_from_post_to_post_and_write_while_one_writes(visitors: Visitors) -> None:
    page = visitors.page_as("al04.s215", reduced_motion="reduce")
    open_it(page)
    for key, number in (("j", 1), ("j", 2), ("j", 3), ("k", 2)):
        page.keyboard.press(key)
        post = page.locator(f"article[data-number='{number}']")
        expect(post).to_be_focused()
        expect(post).to_have_css("outline-style", "solid")
    field = page.get_by_label("Your reply")
    field.focus()
    page.keyboard.type("jkn")
    expect(field).to_have_value("jkn")


def test_by_replies_on_a_phone_with_its_contents(visitors: Visitors) -> None:
    page = visitors.page_as("al04.s215", viewport={"width": 360, "height": 740})
    open_it(page)
    page.get_by_text("Contents", exact=True).click()
    page.get_by_role("link", name="March 2018").click()
    expect(page).to_have_url(re.compile(r"post=\d+#post-\d+$"))
    page.get_by_role("link", name="By replies").click()
    expect(page.locator(".indented").first).to_be_visible()
    edges = page.locator(".indented").evaluate_all(
        "all => [...new Set(all.map((each) => each.getBoundingClientRect().left))]"
    )
    assert len(edges) == 1, "one step in, however deep"
    look_at(page)


def test_on_paper_stand_names_numbers_and_words_alone(visitors: Visitors) -> None:
    page = visitors.page_as("al04.s215")
    open_it(page)
    page.emulate_media(media="print")
    for gone in (".mast-links", ".contents", ".composer", ".post-foot", ".orders", ".bottom-bar"):
        expect(page.locator(gone).first).to_be_hidden()
    for stays in (".post-head .person", ".post-number", ".post-when", ".post-body", ".upshot"):
        expect(page.locator(stays).first).to_be_visible()
