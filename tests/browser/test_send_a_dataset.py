"""A dataset is sent from a browser in pieces, checked by the worker and published, without a shell."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from app.analytics.keeping.checking import check_waiting
from tests.browser.site import Site
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors
from tests.integration.analytics.small_set import small_set, write_csv

pytestmark = pytest.mark.browser


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_csv(small_set(), tmp_path / "given")


def choose(page: Page, *paths: Path) -> None:
    page.get_by_label("Files to send").set_input_files([str(path) for path in paths])
    page.get_by_role("button", name="Send", exact=True).click()


def test_files_are_sent_cut_off_sent_on_checked_and_published(visitors: Visitors, site: Site, folder: Path) -> None:
    page = visitors.page_as("admin", reduced_motion="reduce")
    page.goto("/admin/datasets")
    page.get_by_label("Name", exact=True).fill("small")
    page.get_by_role("button", name="Go on to the files").click()
    big = folder / "studentVle.csv"
    rows = big.read_text()
    big.write_text(rows + rows.splitlines(keepends=True)[1] * 40_000)  # some pieces of a megabyte
    sent = []

    def cut_off(route: Route) -> None:
        sent.append(route.request.url)
        if len(sent) == 3:
            route.fulfill(status=403, content_type="text/html", body="<div class=notice><p>Cut off here.</p></div>")
        else:
            route.continue_()

    page.route("**/pieces?*", cut_off)
    choose(page, big)
    expect(page.get_by_role("alert")).to_contain_text("Cut off here.")
    page.reload()
    expect(page.get_by_text("1.0 MB: cut off.")).to_be_visible()
    choose(page, *sorted(folder.glob("*.csv")))
    expect(page.get_by_text("Still to come")).to_have_count(0)
    again = [url for url in sent[3:] if "studentVle" in url and "at=" in url]
    assert again[0].endswith("at=1000000")
    page.get_by_role("button", name="Check the files").click()
    expect(page.get_by_role("heading", name="The files are checked")).to_be_visible()
    check_waiting(site.data_dir)  # beside the site's own worker, which may have what the demo owes to do first
    expect(page.get_by_role("heading", name="What would be published")).to_be_visible()
    look_at(page)
    for _ in range(2):
        page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("small v1 serves now")).to_be_visible()
