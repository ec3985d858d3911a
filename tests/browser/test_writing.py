"""The editor: its bar, its preview, its keys, and what it weighs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import AL, S215
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
REPLY = f"{S215}/discussions/1/reply"
#: What a page fetches only because one writes there, compressed; formulas are apart.
HEAVIEST = 20_000


def box_of(page: Page) -> str:
    return page.get_by_label("Your reply").input_value()


def open_editor(visitors: Visitors, width: int = 1280) -> Page:
    page = visitors.page_as(AL)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(REPLY)
    expect(page.get_by_role("toolbar", name="Tools for writing")).to_be_visible()
    page.get_by_label("Your reply").fill("")
    return page


def fetched_for_writing(script: Path) -> set[Path]:
    """This module and those that only it brings along."""
    found, ahead = set(), [script]
    while ahead:
        here = ahead.pop()
        found.add(here)
        names = re.findall(r'^import (?:.* from )?"(\..+)";', here.read_text(encoding="utf-8"), re.MULTILINE)
        named = {(here.parent / name).resolve() for name in names}
        ahead += [path for path in named - found if path.parent.name in ("writing", "vendor")]
    return found


def test_its_scripts_weigh_little() -> None:
    scripts = fetched_for_writing(STATIC / "js" / "writing" / "editor.js")
    assert len(scripts) > 5
    assert sum(len(gzip.compress(path.read_bytes())) for path in scripts) <= HEAVIEST


def test_a_page_where_nobody_writes_fetches_none_of_it(visitors: Visitors) -> None:
    page = visitors.page_as(AL)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{S215}/forums")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/writing/" in url or "text-expander" in url] == []


def test_words_of_the_bar_do_what_they_say_and_undo_takes_it_back(visitors: Visitors) -> None:
    page = open_editor(visitors)
    page.keyboard.type("steep")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Bold").click()
    assert box_of(page) == "**steep**"
    page.get_by_label("Your reply").fill("")
    page.get_by_role("button", name="Formula").click()
    page.get_by_role("button", name="fraction").click()
    page.keyboard.type("p")  # what stands in the first braces is chosen
    assert box_of(page) == r"\(\frac{p}{b}\)"
    page.get_by_role("button", name="θ").click()
    assert box_of(page) == r"\(\frac{p\theta}{b}\)", "it stood between the marks already"
    page.get_by_role("button", name="Table").click()
    assert box_of(page).startswith("\\(\\frac{p\\theta}{b}\\)\n\n| A | B |\n")
    page.keyboard.press("Control+z")
    assert box_of(page) == r"\(\frac{p\theta}{b}\)"


def test_the_bar_is_one_stop_for_the_tab_key(visitors: Visitors) -> None:
    page = open_editor(visitors)
    page.get_by_role("button", name="Bold").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="List")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Formula")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Formulas")).to_be_visible()


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (360, False)])
def test_the_preview_follows_what_is_typed(visitors: Visitors, width: int, beside: bool) -> None:
    page = open_editor(visitors, width)
    page.keyboard.type(r"Salt \ce{NaCl} is ")
    page.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("region", name="Preview")
    expect(preview.locator(".katex")).to_have_count(1)
    expect(page.get_by_label("Your reply")).to_be_visible(visible=beside)
    if not beside:
        page.get_by_role("button", name="Preview").click()
        expect(preview).to_be_hidden()
        return
    preview.locator(".arithmatex").evaluate("each => each.dataset.mine = 'kept'")
    page.get_by_label("Your reply").focus()
    page.keyboard.press("End")
    page.keyboard.type("**white**")
    expect(preview.locator("strong")).to_have_text("white")
    expect(preview.locator(".arithmatex[data-mine=kept]")).to_have_count(1)


def test_the_editor_is_well_formed_with_all_of_it_open(visitors: Visitors) -> None:
    page = open_editor(visitors)
    page.get_by_role("button", name="Formula").click()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("group", name="Formulas")).to_be_visible()
    look_at(page)


def test_control_and_enter_publish(visitors: Visitors) -> None:
    page = open_editor(visitors)
    page.keyboard.type("Sent by the keys alone.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".post").last).to_contain_text("Sent by the keys alone.")


def test_a_phone_does_not_enlarge_the_page_when_one_writes(visitors: Visitors) -> None:
    page = open_editor(visitors, 360)
    size = page.get_by_label("Your reply").evaluate("box => parseFloat(getComputedStyle(box).fontSize)")
    assert size >= 16


def test_a_mention_takes_one_choice_and_says_what_it_offers(visitors: Visitors) -> None:
    page = open_editor(visitors)
    page.keyboard.type("Ask @S215 AL 0")
    offered = page.get_by_role("listbox", name="People who read here")
    expect(offered).to_be_visible()
    expect(page.locator("[aria-live=assertive]").filter(has_text="Enter takes it")).to_have_count(1)
    expect(page.get_by_label("Your reply")).to_have_attribute("role", "combobox")
    page.keyboard.press("Enter")  # the one interaction
    expect(offered).to_have_count(0)
    assert re.fullmatch(r"Ask @\{S215 AL 0\d, \d+:\d+\} ", box_of(page))
    page.keyboard.type("about #S215-T1.")
    page.keyboard.press("Control+Enter")
    last = page.locator(".post").last
    expect(last.locator(".mention")).to_contain_text("@S215 AL 0")
    expect(last.locator("a.named")).to_have_count(1)
