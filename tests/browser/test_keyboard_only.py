"""The first half of the loop without a mouse: one always sees where one is, and lands where one expects."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.loop import BLOCKS, TITLE
from tests.browser.site import PASSWORD
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

MOST_STEPS = 250
#: What shows the focus: an outline or a shadow that the element, or a choice's or entry's frame, has only then.
SHOWS = """one => { const look = getComputedStyle(one);
    return one.matches(":focus-visible") && ((look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2)
        || look.boxShadow !== "none"); }"""
HERE = "one => one === document.activeElement"


def tab_to(page: Page, target: Locator) -> None:
    """Tab on until the target has the focus; it must be seen to have it, and lie on the screen."""
    wanted = target.element_handle()
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate(HERE):
            assert wanted.evaluate(SHOWS), f"the focus is not seen on {target}"
            expect(target).to_be_in_viewport()
            return
    raise AssertionError(f"Tab never came to {target}")


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    tab_to(page, page.get_by_role("link", name=name, exact=exact).first)
    page.keyboard.press("Enter")
    page.wait_for_load_state()


def fill(page: Page, label: str, words: str) -> None:
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("button", name=name).first)
    page.keyboard.press("Enter")


def enter(page: Page) -> None:
    """The sign-in page has the cursor in its first field."""
    page.goto("/sign-in")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type("al18.s215@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")


def test_the_first_stop_leads_past_the_head(visitors: Visitors) -> None:
    page = visitors.page()
    enter(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.querySelector('#content').contains(document.activeElement)")
    assert inside, "after the skip link, Tab goes on inside the content"


def test_from_sign_in_to_the_inbox(visitors: Visitors) -> None:
    page = visitors.page()
    enter(page)
    follow(page, "S215")
    tab_to(page, page.locator(".network-bar summary").filter(has_text="Talk"))
    page.keyboard.press("Enter")
    follow(page, "Forums", exact=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Forums")
    tab_to(page, page.locator("main").get_by_role("link", name="About Tricky Topics", exact=True))
    page.keyboard.press("Enter")
    write_a_post(page)
    raise_it(page)
    name_a_stumbling_block(page)
    vote_and_take_it_back(page)
    follow(page, "Inbox")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inbox")


def write_a_post(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("About Tricky Topics")
    follow(page, "Start a discussion")
    fill(page, "Title", "Written without a mouse")
    fill(page, "Your post", "Tab, type, Enter.")
    press(page, "Preview")
    expect(page.locator(".editor-preview")).to_contain_text("Tab, type, Enter.")
    expect(page.get_by_role("button", name="Preview")).to_be_focused()
    press(page, "Publish")
    expect(page.get_by_role("heading", level=1)).to_have_text("Written without a mouse")


def raise_it(page: Page) -> None:
    menu = page.locator(".raise-as summary").first
    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="a Tricky Topic")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="a Tricky Topic")).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    follow(page, "a Tricky Topic")
    fill(page, "Title", TITLE)
    press(page, "Raise it")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def name_a_stumbling_block(page: Page) -> None:
    follow(page, "Name the first")
    fill(page, "Stumbling block", BLOCKS[0])
    page.keyboard.press("Enter")
    expect(page.locator(".anatomy--edit > li")).to_have_count(1)
    follow(page, "Back to the topic")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def vote_and_take_it_back(page: Page) -> None:
    """The button is swapped for its successor, and the focus stays on it."""
    page.wait_for_load_state()  # before that it is a plain form, and leads to a new page
    button = page.locator(".ballot button")
    tab_to(page, button)
    first = button.get_attribute("aria-pressed")
    second = "false" if first == "true" else "true"
    for wanted in (second, first, second):
        page.keyboard.press("Space")
        expect(button).to_have_attribute("aria-pressed", str(wanted))
        expect(button).to_be_focused()


def test_a_fault_is_where_the_focus_goes(visitors: Visitors) -> None:
    page = visitors.page_as("al19.s215")
    page.goto("/networks/s215/topics/new")
    page.locator("form.form").evaluate("form => { form.noValidate = true; }")
    press(page, "Raise it")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
