"""Keys that lead about, their sheet, and switching them off."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import AL, S215
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def test_keys_lead_about_and_to_search(visitors: Visitors) -> None:
    page = visitors.page_as(AL)
    page.goto(f"{S215}/topics")
    for key in "gf":
        page.keyboard.press(key)
    page.wait_for_url(f"**{S215}/forums")
    for key in "gh":
        page.keyboard.press(key)
    page.wait_for_url("**/home")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("g?h")
    expect(page.get_by_role("searchbox")).to_have_value("g?h")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_sheet_says_them_and_switches_them_off(visitors: Visitors) -> None:
    page = visitors.page_as(AL, reduced_motion="reduce")
    page.goto(S215)
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Its Tricky Topics")
    look_at(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    sheet.get_by_label("These keys work in this browser").uncheck()
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).not_to_be_focused()
    page.goto("/keys")
    page.get_by_label("These keys work in this browser").check()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
