"""Stepping through a chart by keyboard reads out the numbers of the table beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from app.analytics.charts import weekly_lines, weekly_tables
from tests.chromium import AXE
from tests.unit.analytics.overlays import overlay, presentation

pytestmark = pytest.mark.browser

STATIC = Path(__file__).resolve().parents[2] / "app" / "static"


def chart_page() -> str:
    answer = overlay(presentation("2019J", [10, None, 30, 40]), presentation("2020J", [10, 40, 60, 55, 20]))
    tables = "".join(
        f'<table data-presentation="{table.presentation}"><caption>{table.presentation}</caption>'
        f"<thead><tr>{''.join(f'<th scope=col>{head}</th>' for head in table.heads)}</tr></thead>"
        f"<tbody>{table.rows}</tbody></table>"
        for table in weekly_tables(answer)
    )
    return (
        '<!doctype html><html lang="en-GB"><head><title>A chart</title></head><body><main><h1>A chart</h1>'
        f'{weekly_lines(answer)}<div id="weekly-data">{tables}</div></main></body></html>'
    )


@pytest.fixture
def chart(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 900, "height": 800})
    page.set_content(chart_page())
    for sheet in ("tokens", "base", "components/chart", "features/charts"):
        page.add_style_tag(path=STATIC / "css" / f"{sheet}.css")
    script = (STATIC / "js" / "chart-keys.js").read_text(encoding="utf-8")
    page.add_script_tag(content=f"{script}\nstart(document);", type="module")
    page.wait_for_selector(".chart-stage[tabindex='0']")
    yield page
    page.close()


def told(chart: Page) -> str:
    return chart.locator(".chart-readout").inner_text()


def test_arrows_home_and_end_step_through_the_weeks(chart: Page) -> None:
    chart.keyboard.press("Tab")
    assert chart.evaluate("document.activeElement.className") == "chart-stage"
    chart.keyboard.press("ArrowRight")
    assert told(chart).startswith("Week 0. 2020J: registered 500, active in the module 450, share 90%,")
    chart.keyboard.press("End")
    assert told(chart).startswith("Week 4.")
    chart.keyboard.press("ArrowRight")
    assert told(chart).startswith("Week 4.")
    chart.keyboard.press("Home")
    chart.keyboard.press("ArrowRight")
    assert told(chart).startswith("Week 1.")


def test_a_withheld_figure_is_read_in_words(chart: Page) -> None:
    chart.locator(".chart-stage").focus()
    chart.keyboard.press("Home")
    chart.keyboard.press("ArrowRight")
    assert "2019J: registered 500, active in the module 450, share 90%, on this material 0, share withheld" in told(
        chart
    )


def test_the_cursor_stands_on_the_week(chart: Page) -> None:
    chart.locator(".chart-stage").focus()
    chart.keyboard.press("End")
    cursor = chart.locator(".chart-wide .chart-cursor")
    assert cursor.evaluate("line => getComputedStyle(line).display") == "inline"
    last = chart.evaluate(
        "(() => { const d = document.querySelector('.chart-wide').dataset;"
        " return Number(d.firstX) + (d.lastWeek - d.firstWeek) * Number(d.step); })()"
    )
    assert cursor.get_attribute("transform") == f"translate({last:.1f} 0)"


def test_a_narrow_screen_gets_the_narrow_drawing(chart: Page) -> None:
    chart.set_viewport_size({"width": 360, "height": 800})
    assert chart.locator(".chart-narrow").is_visible()
    assert not chart.locator(".chart-wide").is_visible()
    chart.set_viewport_size({"width": 900, "height": 800})
    assert chart.locator(".chart-wide").is_visible()


def test_axe_finds_nothing(chart: Page) -> None:
    chart.add_script_tag(path=AXE)
    faults = chart.evaluate("axe.run('main').then((found) => found.violations.map((one) => one.id + ': ' + one.help))")
    assert faults == []
