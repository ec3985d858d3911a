"""From an empty folder to the first network, as *Start a site of your own* tells it: without a mouse and without a shell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site, in_time, prepared, serving
from tests.browser.test_every_page import look_at
from tests.browser.test_keyboard_only import fill, press
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder that `make site` prepared, and the address it printed, without its origin."""
    folder = tmp_path_factory.mktemp("own") / "site"
    return folder, prepared(folder)


@pytest.fixture(scope="module")
def site(printed: tuple[Path, str]) -> Iterator[Site]:
    with serving(printed[0]) as running:
        yield running


def press_to_test(page: Page) -> None:
    page.goto("/admin/settings")
    press(page, "Send me a test letter")


def test_the_pages_of_a_new_site_can_be_read_by_everybody(visitors: Visitors, printed: tuple[Path, str]) -> None:
    for address in (printed[1], "/set-up?key=another"):
        page = visitors.page_as(None, reduced_motion="reduce")
        page.goto(address)
        look_at(page)


def test_the_printed_address_leads_to_a_network_whose_chair_is_invited(
    visitors: Visitors, site: Site, printed: tuple[Path, str]
) -> None:
    page = visitors.page_as(None)
    page.goto("/")
    expect(page.get_by_text("This site is new")).to_be_in_viewport()
    page.goto(printed[1])
    expect(page.get_by_label("Your name")).to_be_focused()
    page.keyboard.type("Ada Keeper")
    fill(page, "E-mail address", "ada@example.ac.uk")
    fill(page, "Password", "curly arrows point somewhere")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Name the site")
    look_at(page)
    expect(page.get_by_label("Name of the university")).to_be_focused()
    page.keyboard.type("University of Fenland")
    fill(page, "Name of the site", "Fenland learning networks")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Administration")
    page.goto("/admin/settings")
    look_at(page)
    expect(page.get_by_role("banner")).to_contain_text("Fenland learning networks")
    page.goto("/admin/settings/all")
    look_at(page)
    page.goto("/admin")

    fill(page, "Module code", "K315")
    fill(page, "Module title", "Chemistry of life")
    fill(page, "E-mail address of the chair", "chair@example.ac.uk")
    fill(page, "Name of the chair", "Cora Chair")
    press(page, "Create and invite the chair")
    expect(page.get_by_text("K315 is created")).to_be_visible()

    assert in_time(lambda: site.letters_to("chair@example.ac.uk"))

    press_to_test(page)
    expect(page.get_by_text("There is no mail server: the test letter to ada@example.ac.uk")).to_be_visible()
    page.goto(printed[1])
    expect(page.get_by_role("heading", level=1)).to_have_text("This site is set up")
