"""A picture in a post: chosen, pasted and by the keyboard alone, on a phone, with parts covered."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.pages import AL, S215
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors
from tests.factories.pictures import PDF, photograph

pytestmark = pytest.mark.browser

REPLY = f"{S215}/discussions/2/reply"
#: As a clipboard gives a picture: a file without words beside it.
PASTE = """async ([selector, held]) => {
  const file = new File([Uint8Array.from(atob(held), (sign) => sign.charCodeAt(0))], "image.png", {type: "image/png"});
  const data = new DataTransfer();
  data.items.add(file);
  document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_2041.jpg"
    path.write_bytes(photograph(4032, 3024))
    return path


def open_reply(visitors: Visitors, width: int = 1280, height: int = 900) -> Page:
    page = visitors.page_as(AL)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(REPLY)
    expect(page.locator(".files--live")).to_be_visible()
    page.get_by_label("Your reply").fill("")
    return page


def card_of(page: Page) -> str:
    """The token of the one card that is there."""
    card = page.locator("[data-file-card]")
    expect(card).to_have_count(1, timeout=20_000)
    return str(card.get_attribute("data-file-card"))


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (360, 740)])
def test_a_chosen_picture_is_in_the_text_and_asked_about_and_published(
    visitors: Visitors, photo: Path, width: int, height: int
) -> None:
    page = open_reply(visitors, width, height)
    page.get_by_label("Your reply").fill("Look at line 3.")
    page.get_by_label("Add a picture or a file").set_input_files(photo)
    mark = card_of(page)
    expect(page.get_by_label("What does the student’s working show?")).to_be_focused()
    expect(page.get_by_label("Your reply")).to_have_value(f"Look at line 3.\n\n{mark}\n\n")
    page.keyboard.type("The sign is lost in line 3")
    look_at(page)
    page.get_by_role("button", name="Publish").click()
    shown = page.get_by_role("img", name="The sign is lost in line 3").last
    expect(shown).to_be_visible()
    assert shown.evaluate("async (image) => { await image.decode(); return image.naturalWidth > 0; }")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_pasted_picture_needs_no_other_step(visitors: Visitors) -> None:
    page = open_reply(visitors)
    page.get_by_label("Your reply").focus()
    held = photograph(600, 400, kind="PNG")
    page.evaluate(PASTE, ["#body", b64encode(held).decode()])
    mark = card_of(page)
    expect(page.get_by_label("Your reply")).to_have_value(f"{mark}\n\n")


def test_by_the_keyboard_alone_a_part_is_covered_before_it_is_sent(visitors: Visitors, photo: Path) -> None:
    page = open_reply(visitors)
    page.get_by_label("Cover parts before it is sent").focus()
    page.keyboard.press("Space")
    page.get_by_label("Add a picture or a file").set_input_files(photo)
    expect(page.get_by_role("dialog", name="Cover parts of the picture")).to_be_visible()
    assert page.locator("[data-file-card]").count() == 0
    page.get_by_role("button", name="One more cover").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cover 1")).to_be_focused()
    for key in ("ArrowLeft", "ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    look_at(page)
    page.get_by_role("button", name="Send it like this").focus()
    page.keyboard.press("Enter")
    card_of(page)
    address = page.locator("[data-file-card] img").get_attribute("src")
    sent = page.request.get(str(address).removesuffix("/small")).body()
    picture = Image.open(BytesIO(sent)).convert("L")
    assert int(picture.getpixel((picture.width // 2, int(picture.height * 0.44)))) < 20  # type: ignore[arg-type]


def test_covers_are_drawn_and_taken_away(visitors: Visitors, photo: Path) -> None:
    page = open_reply(visitors)
    page.get_by_label("Add a picture or a file").set_input_files(photo)
    before = card_of(page)
    page.get_by_role("button", name="Cover parts").click()
    canvas = page.locator(".covering canvas")
    expect(canvas).to_be_visible()
    box = canvas.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60)
    page.mouse.up()
    expect(page.get_by_role("button", name="Cover 1")).to_be_focused()
    page.get_by_role("button", name="One more cover").click()
    page.keyboard.press("Delete")
    expect(page.locator(".cover")).to_have_count(1)
    page.get_by_role("button", name="Send it like this").click()
    expect(page.locator(f'[data-file-card="{before}"]')).to_have_count(0, timeout=20_000)
    after = card_of(page)
    expect(page.get_by_label("Your reply")).to_have_value(f"{after}\n\n")


def test_what_is_not_taken_is_said_and_taken_out_is_gone(visitors: Visitors, tmp_path: Path) -> None:
    page = open_reply(visitors)
    drawing = tmp_path / "drawing.svg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    page.get_by_label("Add a picture or a file").set_input_files(drawing)
    expect(page.get_by_role("alert").filter(has_text="SVG can hold a program")).to_be_visible()
    page.get_by_role("button", name="Put this away").click()
    notes = tmp_path / "A1234567 notes.pdf"
    notes.write_bytes(PDF)
    page.get_by_label("Add a picture or a file").set_input_files(notes)
    card_of(page)
    expect(page.get_by_text("looks like a student’s identifier")).to_be_visible()
    page.get_by_role("button", name="Take it out").click()
    expect(page.locator("[data-file-card]")).to_have_count(0)
    assert "[file" not in page.get_by_label("Your reply").input_value()
