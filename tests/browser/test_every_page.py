"""What every kind of page keeps, in both themes: no violation of axe's rules, no sideways scroll on a phone, and
nothing on the console; the `visitors` fixture fails a test for the last, a refused script and a foreign host.
"""

from __future__ import annotations

import functools
import re

import html5lib
import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import AL, KINDS, S215, Kind
from tests.browser.visitors import Visitors, look_up
from tests.chromium import AXE

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
#: The rules that see colours; the rest of a page is the same in the dark.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]
#: Where a rule is kept nobody reads: axe need not write down by which nodes.
ASK = """(rules) => axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: rules})}).then((found) =>
    found.violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => node.html).join("  ")}`))"""
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .slice(0, 5).map((one) => one.outerHTML.slice(0, 120))"""


@functools.cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def own_post() -> dict[str, str]:
    return {}


def address_of(kind: Kind, visitors: Visitors, known: dict[str, str]) -> str:
    """The kind's address. A post that has a history is made by editing one, once."""
    if not kind.address.startswith("own-post"):
        return kind.address
    if "post" not in known:
        page = visitors.page_as(AL)
        page.goto(f"{S215}/discussions/2")
        page.get_by_role("link", name="Edit post").first.click()
        known["post"] = page.url.removesuffix("/edit")
        text = page.get_by_label("Your post")
        text.fill(text.input_value() + " And again.")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("And again.").first).to_be_visible()
    return kind.address.replace("own-post", known["post"])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_page_can_be_read_by_everybody(kind: Kind, visitors: Visitors, own_post: dict[str, str]) -> None:
    address = address_of(kind, visitors, own_post)
    page = visitors.reader(kind.who)
    assert look_up(page, address) == kind.status
    look_at(page)


def look_at(page: Page) -> None:
    """Light, dark, and narrow. Evaluated by the debugger's protocol, which the page's policy does not bind."""
    page.evaluate(axe())
    assert page.evaluate(ASK) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate(ASK, RULES_OF_COLOUR) == []
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(PHONE)
    assert page.evaluate(TOO_WIDE) == []


def test_a_form_with_a_fault_says_so_to_everybody(visitors: Visitors) -> None:
    page = visitors.page_as(AL, reduced_motion="reduce")
    page.goto(f"{S215}/topics/new")
    page.locator("form.form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Raise it").click()
    expect(page.get_by_role("alert")).to_contain_text("Title")
    look_at(page)


def test_a_conflict_is_shown_to_everybody(visitors: Visitors) -> None:
    first, second = visitors.page_as("moderator1"), visitors.page_as("moderator1", reduced_motion="reduce")
    for page in (first, second):
        page.goto(f"{S215}/topics/5/edit")
    for page, words in ((first, "Changed first."), (second, "Changed second.")):
        page.get_by_label("Statement").fill(words)
        page.get_by_role("button", name=re.compile("Save")).click()
    expect(second.get_by_role("heading", name="Somebody saved a change")).to_be_visible()
    look_at(second)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_page_is_valid_to_the_letter(kind: Kind, visitors: Visitors, own_post: dict[str, str]) -> None:
    """Browsers and the other tests' parser mend what is not; this parser refuses it."""
    answer = visitors.reader(kind.who).request.get(address_of(kind, visitors, own_post))
    html5lib.HTMLParser(strict=True).parse(answer.text())
