"""Pages that respect time: each as short as its matter, with what most people come for on the first screen.

Measured on the demo, at 1280 by 900 and at 360 by 740: the document's height in screens, and where the named things stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import AL, CHAIR, MST, S215
from tests.browser.visitors import Visitors, look_up

pytestmark = pytest.mark.browser

LAPTOP, PHONE = (1280, 900), (360, 740)
HEIGHT = "() => document.documentElement.scrollHeight"
#: Above the lower edge, and above the bar at the thumb.
WITHIN = """(one, screen) => { const bar = document.querySelector(".bottom-bar");
    return one.getBoundingClientRect().top + 16 <= screen - (bar?.offsetHeight ?? 0); }"""
#: What moved by itself while the page was set, after its first picture.
SHIFTS = """window.moved = 0; new PerformanceObserver((seen) => seen.getEntries().forEach((one) => {
    window.moved += one.hadRecentInput ? 0 : one.value; })).observe({type: "layout-shift", buffered: true});"""


@dataclass(frozen=True)
class Budget:
    """How many screens a page may be high, on a laptop and on a phone, and what its first screen shows (CSS, by size)."""

    who: str
    address: str
    laptop: float
    phone: float
    shows: tuple[str, ...] = ()
    on_laptop: tuple[str, ...] = field(default=())


BUDGETS = {
    "home": Budget(AL, "/home", 1.5, 2.5, ("h1", ".waits", "#changed")),
    "home-chair": Budget(CHAIR, "/home", 1.5, 2.5, ("h1", ".waits", "#changed")),
    # Of three networks, with fourteen things to do: its first screen is full of them.
    "home-moderator": Budget("moderator1", "/home", 1.5, 2.5, ("h1", "#waiting", ".waits .entry >> nth=3")),
    "desk": Budget("moderator1", "/desk", 3, 5.5, ("h1", ".waits .entry >> nth=2")),
    "network": Budget(AL, S215, 1.5, 3, ("h1", ".cycle-line", ".next-date", "#new-here"), ("#top-topic", "#actions")),
    "network-open": Budget(
        "al02.mst124", MST, 1.5, 3, ("h1", ".cycle-line", ".next-date"), ("#top-topic", "#workshops")
    ),
    "forums": Budget(AL, f"{S215}/forums", 1, 1.6, (".list-head .button", ".talk-list .entry >> nth=4")),
    "forum": Budget(AL, f"{S215}/forums/tricky-topics", 1, 1.6, (".list-head .button", ".talk-list .entry >> nth=3")),
    "discussion": Budget(
        AL, f"{S215}/discussions/1", 1.5, 3, ("h1", ".discussion-line button", "article[data-number='1'] .post-body")
    ),
    "topic": Budget(
        AL,
        f"{S215}/topics/1",
        3,
        6,
        ("h1", ".section-bar", ".standing-sentence", "#the-reply"),
        ("#statement", ".loop"),
    ),
    "topic-open": Budget(
        "al01.mst124",
        f"{MST}/topics/2",
        3,
        6,
        ("h1", ".standing-sentence"),
        ("#statement", ".vote", ".anatomy", "#mapping"),
    ),
    "topic-suggested": Budget("moderator1", f"{MST}/topics/9", 2, 4, ("h1", ".standing-sentence", ".standing form")),
    "issue": Budget(
        AL, f"{S215}/issues/1", 2, 3.5, ("h1", ".standing-sentence", ".section-bar"), ("#statement", ".loop")
    ),
    "members": Budget(AL, f"{S215}/members", 1.5, 3, ("h1", ".people-list >> nth=1")),
    "inbox": Budget(AL, "/inbox", 2.5, 5, ("h1", ".notices-all", ".told-list .entry >> nth=2")),
    "actions": Budget(CHAIR, f"{S215}/actions", 1.5, 2.5, (".list-head .button", ".register tbody tr >> nth=0")),
    "interventions": Budget(CHAIR, f"{S215}/interventions", 2, 4, (".list-head .button", ".entry >> nth=0")),
    "intervention": Budget(
        "chair.mst124", f"{MST}/interventions/2", 2, 4, ("h1", "#for", "#why"), ("#prediction", ".support-count")
    ),
    "intervention-adopted": Budget(CHAIR, f"{S215}/interventions/1", 2, 4, ("h1", "#for", "#why")),
}


def screens(page: Page, high: int) -> float:
    return float(page.evaluate(HEIGHT)) / high


def shown_at_once(page: Page, things: tuple[str, ...], high: int) -> list[str]:
    """Those of the things that do not stand within the first screen."""
    return [thing for thing in things if not page.locator(thing).first.evaluate(WITHIN, high)]


@pytest.mark.parametrize("name", BUDGETS)
def test_a_page_is_as_short_as_its_matter(name: str, visitors: Visitors) -> None:
    budget = BUDGETS[name]
    for (wide, high), most, shows in (
        (LAPTOP, budget.laptop, budget.shows + budget.on_laptop),
        (PHONE, budget.phone, budget.shows),
    ):
        page = visitors.reader(budget.who, wide, high)
        look_up(page, budget.address)
        assert screens(page, high) <= most
        assert shown_at_once(page, shows, high) == []


@pytest.mark.parametrize(("size", "line"), [(LAPTOP, 56), (PHONE, 48)])
def test_the_frame_is_one_line(size: tuple[int, int], line: int, visitors: Visitors) -> None:
    page = visitors.reader(AL, *size)
    for address in (S215, f"{S215}/issues", "/home", "/inbox"):
        look_up(page, address)
        assert page.locator(".masthead").evaluate("one => one.offsetHeight") == line
        assert page.locator("h1").evaluate("one => parseFloat(getComputedStyle(one).fontSize)") == 28
    expect(page.locator(".bottom-bar")).to_be_visible(visible=size == PHONE)


@pytest.mark.parametrize("wide", [320, 360, 640, 1024, 1152])
def test_the_line_fits_at_every_width(wide: int, visitors: Visitors) -> None:
    """640 pixels are a laptop at twice the size of letters, 320 one at four times."""
    page = visitors.reader("moderator1", wide, 740)
    for address in (f"{S215}/issues", f"{S215}/interventions", "/home"):
        look_up(page, address)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= wide
        inside = page.locator(".mast-links").evaluate("one => one.getBoundingClientRect().right")
        assert inside <= wide


def test_twenty_discussions_stand_on_a_screen_and_a_half(visitors: Visitors) -> None:
    """The demo's forums are shorter: their rows are counted as often as twenty would be."""
    page = visitors.reader(AL, *LAPTOP)
    look_up(page, f"{S215}/forums/tricky-topics")
    rows = page.locator(".talk-list .entry")
    each = rows.evaluate_all("them => them.reduce((sum, one) => sum + one.offsetHeight, 0) / them.length")
    around = page.evaluate(
        "() => document.querySelector('.talk-list').getBoundingClientRect().top + document.querySelector('.footer').offsetHeight"
    )
    assert around + 20 * each <= 1.5 * LAPTOP[1]


def test_the_first_unread_post_stands_at_the_top_and_the_composer_below(visitors: Visitors) -> None:
    page = visitors.page_as(AL, reduced_motion="reduce")
    page.goto(f"{S215}/new")
    page.locator(".talk-list .entry-title a").first.click()
    page.wait_for_load_state()
    line = page.locator("[data-new-line]")
    expect(line).to_be_in_viewport()
    composer = page.locator(".composer")
    expect(composer).to_be_in_viewport(ratio=1)
    assert composer.evaluate("one => one.offsetHeight") < 100
    page.get_by_label("Your reply").focus()
    expect(page.get_by_role("button", name="Publish")).to_be_in_viewport()
    assert composer.evaluate("one => one.offsetHeight") > 150


@pytest.mark.parametrize("address", [S215, f"{S215}/discussions/1", f"{S215}/forums/tricky-topics", f"{S215}/actions"])
def test_nothing_moves_by_itself(address: str, visitors: Visitors) -> None:
    for wide, high in (LAPTOP, PHONE):
        page = visitors.page_as(AL, viewport={"width": wide, "height": high})
        page.add_init_script(SHIFTS)
        look_up(page, address)
        page.wait_for_timeout(300)
        assert page.evaluate("() => window.moved") < 0.01


def test_what_can_be_done_with_a_post_shows_on_hover_and_in_a_menu_on_touch(visitors: Visitors) -> None:
    page = visitors.page_as(AL, reduced_motion="reduce")
    page.goto(f"{S215}/discussions/1")
    foot = page.locator("article[data-number='2'] .post-foot")
    seen = "one => getComputedStyle(one).opacity"
    assert foot.evaluate(seen) == "0"
    page.locator("article[data-number='2']").hover()
    assert foot.evaluate(seen) == "1"
    page.mouse.move(0, 0)
    page.get_by_role("link", name="Reply to post 2").focus()
    assert foot.evaluate(seen) == "1"
    phone = visitors.page_as(AL, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    phone.goto(f"{S215}/discussions/1")
    reply = phone.get_by_role("link", name="Reply to post 2")
    expect(reply).to_be_hidden()
    phone.locator("article[data-number='2'] .post-menu > summary").tap()
    expect(reply).to_be_visible()
