"""Words of 140 letters, written from right to left, in every place that shows what people write: no page grows wider than a
phone, and each place asks the words themselves which way they go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Table, select, update

from app.core.db import db
from app.core.text import markdown
from tests.browser.pages import AL, KINDS, S215, Kind
from tests.browser.site import Site, inside, serving
from tests.browser.visitors import Visitors, look_up
from tests.demo import copy_demo

pytestmark = pytest.mark.browser

#: Where whoever takes part writes something; the site's own words and its keys stand in other columns.
TYPED = re.compile(
    r"name|title|text|label|purpose|concern|reason|\w+_reason|success_indicator|assessable_by|action_named|\w+_md"
)
NOT_TYPED = {"workshop_write_up_section.name", "workshop_theme_vector.title"}
NAME, TITLE = "ب" * 60, "ت" * 140
TEXT = f"{'ث' * 140} ثم {'w' * 140}"
PHONE = {"width": 360, "height": 740}
#: What reaches beyond the edge, without what is there for those alone who hear the page.
TOO_WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
    [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
        .filter((one) => !one.closest(".visually-hidden, .prose table")).map((one) => one.outerHTML.slice(0, 160))"""
#: Text that is drawn and begins with one of those letters, in an element whose direction nobody asked the words for.
UNASKED = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
    while (walker.nextNode()) {
        const at = walker.currentNode.parentElement;
        // U+2068 isolates as <bdi> does, in words that hold no elements.
        if (/(^|[^\u2068بتث])[بتث]{20}/.test(walker.currentNode.data) && !at.closest("script, template, [dir=auto], bdi")) {
            found.add(at.outerHTML.slice(0, 160));
        }
    }
    for (const field of document.querySelectorAll("textarea, input:is([type=text], [type=search])")) {
        if (field.dir !== "auto") { found.add(field.outerHTML.slice(0, 160)); }
    }
    return [...found];
}"""
#: And where it was asked, but answered for another word: a title that stands alone and goes from left to right.
LEFT = """() => [...document.querySelectorAll("h1, .entry-title, .prose > p")]
    .filter((one) => /^[^a-z]*[بتث]{20}[^a-z]*$/i.test(one.textContent))
    .filter((one) => getComputedStyle(one).direction !== "rtl").map((one) => one.outerHTML.slice(0, 160))"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, in whose database every typed word is one of these."""
    folder = tmp_path_factory.mktemp("words") / "data"
    copy_demo(tmp_path_factory, "sqlite", folder)
    with inside(folder):
        for table in db.metadata.sorted_tables:
            reword(table)
        db.session.commit()
    with serving(folder) as running:
        yield running


def reword(table: Table) -> None:
    names = [each.name for each in table.columns if each.type.python_type is str and TYPED.fullmatch(each.name)]
    for name in names:
        column = table.c[name]
        if f"{table.name}.{name}" in NOT_TYPED:
            continue
        words = {"name": NAME, "title": TITLE, "label": TITLE}.get(name, TEXT)
        changed = {name: words}
        if (html := name.removesuffix("_md") + "_html") in table.c:
            changed[html] = markdown.render(
                f"{TEXT}\n\n- {TEXT}\n\n> {TEXT}\n\n| {TEXT} | b |\n|-|-|\n| {TEXT} | {TEXT} |"
            )
        if db.session.execute(select(column).limit(1)).first() is not None:
            db.session.execute(update(table).where(column.is_not(None), column != "").values(changed))


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if not kind.address.startswith("own-post")], ids=lambda kind: kind.name
)
def test_a_page_holds_whatever_words(kind: Kind, visitors: Visitors) -> None:
    page = visitors.reader(kind.who, **PHONE)
    assert look_up(page, kind.address) == kind.status
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(UNASKED) == []
    assert page.evaluate(LEFT) == []


def test_words_of_english_stay_whole(visitors: Visitors) -> None:
    """Where any place in a word may end a line, a narrow column would break short ones too."""
    page = visitors.reader(AL, **PHONE)
    look_up(page, f"{S215}/topics")
    broken = page.evaluate(
        """() => [...document.querySelectorAll("a, button, th, dt, label, .badge")].filter((one) => one.children.length === 0
            && /^[A-Za-z]{2,14}$/.test(one.textContent.trim()) && one.getClientRects().length > 1)
            .map((one) => one.textContent)"""
    )
    assert broken == []
