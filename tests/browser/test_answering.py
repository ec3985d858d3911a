"""An answer with a picture and a formula, by mouse, by the keyboard alone and on a phone with its camera; and a picture where
a topic is raised.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import AL, S215
from tests.browser.test_every_page import look_at
from tests.browser.test_keyboard_only import tab_to
from tests.browser.test_pictures import PASTE, card_of
from tests.browser.visitors import Visitors
from tests.factories.pictures import photograph

pytestmark = pytest.mark.browser

SHOWS = "A minus is lost in line 2"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_2041.jpg"
    path.write_bytes(photograph(1600, 1200))
    return path


def begin(visitors: Visitors, path: str = f"{S215}/discussions/2/reply", **wishes: object) -> Page:
    page = visitors.page_as(AL, **wishes)
    page.goto(path)
    expect(page.locator(".files--live")).to_be_visible()
    expect(page.locator("[data-editor=open]").first).to_be_attached()
    return page


def is_published(page: Page, words: str) -> None:
    post = page.locator(".prose", has_text=words).last
    expect(post.get_by_role("img", name=SHOWS)).to_be_visible()
    expect(post.locator(".katex").first).to_be_visible()


def test_by_mouse(visitors: Visitors, photo: Path) -> None:
    page = begin(visitors)
    box = page.get_by_label("Your reply")
    box.fill("By mouse: ")
    page.get_by_role("button", name="Formula").click()
    page.get_by_role("button", name="fraction").click()
    page.get_by_label("Add a picture or a file").set_input_files(photo)
    card_of(page)
    page.get_by_label("What does the student’s working show?").fill(SHOWS)
    page.get_by_role("button", name="Publish").click()
    is_published(page, "By mouse")


def test_by_the_keyboard_alone(visitors: Visitors) -> None:
    page = begin(visitors)
    page.get_by_label("Your reply").focus()
    page.keyboard.type("By keys: \\(x^2\\) and")
    # As a key press of Ctrl+V gives it.
    page.evaluate(PASTE, ["#body", b64encode(photograph(600, 400, kind="PNG")).decode()])
    card_of(page)
    page.get_by_label("Your reply").focus()
    tab_to(page, page.get_by_label("What does the student’s working show?"))
    page.keyboard.type(SHOWS)
    page.get_by_label("Your reply").focus()
    page.keyboard.press("Control+Enter")
    is_published(page, "By keys")


def test_on_a_phone_with_its_camera(visitors: Visitors, photo: Path) -> None:
    page = begin(visitors, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.get_by_label("Your reply").fill("By phone: ")
    page.get_by_role("button", name="Formula").tap()
    page.get_by_role("button", name="fraction").tap()
    expect(page.get_by_text("Take a picture", exact=True)).to_be_visible()
    camera = page.get_by_label("Take a picture")
    assert camera.get_attribute("capture") == "environment"
    camera.set_input_files(photo)
    card_of(page)
    page.get_by_label("What does the student’s working show?").fill(SHOWS)
    look_at(page)
    page.get_by_role("button", name="Publish").tap()
    is_published(page, "By phone")


def test_at_a_desk_no_camera_is_offered(visitors: Visitors) -> None:
    page = begin(visitors)
    expect(page.get_by_text("Take a picture", exact=True)).to_be_hidden()


def test_a_topic_is_raised_with_a_picture(visitors: Visitors, photo: Path) -> None:
    page = begin(visitors, f"{S215}/topics/new", reduced_motion="reduce")
    page.get_by_label("Title").fill("Signs are lost")
    page.get_by_label("Statement").fill("See:")
    page.get_by_label("Add a picture or a file").set_input_files(photo)
    card_of(page)
    page.get_by_label("What does the student’s working show?").fill(SHOWS)
    page.get_by_role("button", name="Raise it").click()
    expect(page.get_by_role("heading", name="Signs are lost", level=1)).to_be_visible()
    expect(page.get_by_role("img", name=SHOWS)).to_be_visible()
    page.mouse.move(0, 0)
    look_at(page)


def test_of_two_texts_the_one_written_last_gets_it(visitors: Visitors, photo: Path) -> None:
    page = visitors.page_as("chair.s215")
    page.goto(f"{S215}/replies/new?topic=1")
    expect(page.locator(".files--live")).to_be_visible()
    said, did = page.locator("#you_said"), page.locator("#we_did")
    said.focus()
    page.get_by_label("Add a picture or a file").set_input_files(photo)
    mark = card_of(page)
    assert mark in said.input_value()
    assert mark not in did.input_value()
    page.get_by_role("button", name="Take it out").click()
    assert mark not in said.input_value()
