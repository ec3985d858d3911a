"""Drafts go from one device to another; two devices never write over each other; what was sent is no draft any more."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.loop import S215
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

START = f"{S215}/forums/tricky-topics/start"
OFFERED = "You began to write here before"


def kept(page: Page, write: Callable[[], object], status: int = 200) -> Response:
    """What the site answers to the keeping that follows."""
    with page.expect_response(lambda answer: answer.url.endswith("/drafts") and answer.status == status) as found:
        write()
    return found.value


def begin(page: Page, words: str) -> None:
    page.goto(START)
    kept(page, lambda: page.get_by_label("Your post").fill(words))
    expect(page.get_by_text("Draft kept,")).to_be_visible()


def test_what_was_begun_on_the_laptop_is_gone_on_with_on_the_phone(visitors: Visitors) -> None:
    laptop = visitors.page_as("al03.s215")
    begin(laptop, "Begun on the laptop.")
    phone = visitors.page_as("al03.s215", viewport={"width": 360, "height": 740})
    phone.goto("/drafts")
    expect(phone.get_by_text("Begun on the laptop.").first).to_be_visible()
    phone.get_by_role("link", name="S215 · Start a discussion").click()
    text = phone.get_by_label("Your post")
    expect(text).to_have_value("Begun on the laptop.")
    expect(text).to_be_focused()
    kept(phone, lambda: text.fill("Begun on the laptop, ended on the phone."))
    laptop.on("dialog", lambda dialog: dialog.accept())
    apart = kept(laptop, lambda: laptop.get_by_label("Your post").fill("Gone on with on the laptop."))
    assert apart.json()["apart"]
    expect(laptop.get_by_role("status").filter(has_text="Another browser changed this draft")).to_be_visible()
    phone.get_by_label("Title").fill("From the phone")
    phone.get_by_role("button", name="Publish").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("From the phone")
    phone.goto("/drafts")
    expect(phone.get_by_text("ended on the phone")).to_have_count(0)
    expect(phone.get_by_text("Gone on with on the laptop.").first).to_be_visible()


def test_what_was_begun_elsewhere_is_offered_where_one_writes(visitors: Visitors) -> None:
    one = visitors.page_as("al04.s215")
    begin(one, "Begun in one browser.")
    other = visitors.page_as("al04.s215")
    other.goto(START)
    expect(other.get_by_text(OFFERED)).to_have_count(0)
    other.get_by_label("Title").focus()
    expect(other.get_by_text(OFFERED)).to_be_visible()
    other.get_by_role("button", name="Go on with it").press("Enter")
    expect(other.get_by_label("Your post")).to_have_value("Begun in one browser.")
    expect(other.get_by_text(OFFERED)).to_have_count(0)


def test_a_thrown_away_draft_comes_back(visitors: Visitors) -> None:
    page = visitors.page_as("al05.s215")
    page.on("dialog", lambda dialog: dialog.accept())
    begin(page, "Not good enough.")
    page.goto("/drafts")
    page.get_by_role("button", name="Throw away").click()
    expect(page.get_by_text("You have begun nothing that is not sent.")).to_be_visible()
    page.get_by_text(re.compile("Thrown away since yesterday")).click()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_text("Not good enough.").first).to_be_visible()


def test_without_a_network_it_says_so_and_goes_on_afterwards(visitors: Visitors) -> None:
    page = visitors.page_as("al06.s215")
    page.goto(START)
    page.context.set_offline(True)
    page.get_by_label("Your post").fill("Written in a tunnel.")
    expect(page.get_by_role("status").filter(has_text="The site does not answer")).to_be_visible()
    page.context.set_offline(False)
    visitors.faults[:] = [fault for fault in visitors.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    expect(page.get_by_text("Draft kept,")).to_be_visible()


def test_signed_out_elsewhere_it_stays_in_the_browser(visitors: Visitors) -> None:
    page = visitors.page_as("al07.s215")
    page.goto(START)
    page.context.clear_cookies()
    page.get_by_label("Your post").fill("The session dies here.")
    expect(page.get_by_role("status").filter(has_text="You are signed out")).to_be_visible()
    expect(page.get_by_label("Your post")).to_have_value("The session dies here.")
