"""Ten people from a pasted list, without a mouse: three interactions; and somebody who joins by a link."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import S215
from tests.browser.site import Site, in_time
from tests.browser.test_every_page import look_at
from tests.browser.test_keyboard_only import fill, press, tab_to
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

CHAIR = "chair.s215"
TEN = "\n".join(f'"Tutor, {name}" <{name.lower()}.tutor@example.ac.uk>;' for name in (
    "Ada", "Bea", "Cai", "Dot", "Eve", "Fay", "Gus", "Hal", "Ivy", "Jon"
))  # fmt: skip


def letters_to(site: Site, address: str) -> list[EmailMessage]:
    files = sorted((site.data_dir / "mail").glob("*.eml"))
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
    return [letter for letter in letters if letter["To"] == address]


def paste(page: Page, label: str, text: str) -> None:
    """As a keyboard does it: the text comes in one piece."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.insert_text(text)


def test_ten_people_are_pasted_previewed_and_invited(visitors: Visitors, site: Site) -> None:
    page = visitors.page_as(CHAIR, reduced_motion="reduce")
    page.goto(f"{S215}/members#several")
    interactions = 0
    paste(page, "Names and addresses", TEN)
    interactions += 1
    press(page, "Preview")
    interactions += 1
    expect(page.get_by_text("10 people can be invited")).to_be_visible()
    press(page, "Invite 10 people")
    interactions += 1
    expect(page.get_by_text("10 people are invited")).to_be_visible()
    assert interactions == 3
    # Each waited for by itself: the worker has what the demo owes to do first.
    assert in_time(lambda: letters_to(site, "ada.tutor@example.ac.uk"))
    assert in_time(lambda: letters_to(site, "jon.tutor@example.ac.uk"))
    expect(page.get_by_text("Ada Tutor").first).to_be_visible()


def test_a_preview_with_every_kind_of_line_can_be_read_by_everybody(visitors: Visitors) -> None:
    page = visitors.page_as(CHAIR, reduced_motion="reduce")
    page.goto(f"{S215}/members/several")
    look_at(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    lines = ["Nia New, nia@example.ac.uk", "half@", "plain.one@example.ac.uk", "Al, al03.s215@example.org", "x" * 200]
    page.get_by_label("Names and addresses").fill("\n".join(lines))
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("1 person can be invited")).to_be_visible()
    look_at(page)


def test_what_is_left_of_a_list_stays_and_what_was_sent_does_not_come_back(visitors: Visitors) -> None:
    page = visitors.page_as(CHAIR, reduced_motion="reduce")
    page.goto(f"{S215}/members#several")
    paste(page, "Names and addresses", "Kim Keen, kim.keen@example.ac.uk\nhalf@")
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": "Name;Email\nZoë Müller;zoe@example.ac.uk".encode()}
    page.get_by_label("Or a CSV file").set_input_files(file)
    press(page, "Preview")
    box = page.get_by_label("Names and addresses")
    expect(box).to_have_value("Kim Keen, kim.keen@example.ac.uk\nhalf@\nName;Email\nZoë Müller;zoe@example.ac.uk")
    press(page, "Invite 2 people")
    expect(page.get_by_text("2 people are invited")).to_be_visible()
    expect(box).to_have_value("half@")
    page.goto(f"{S215}/members")
    expect(box).to_have_value("half@")
    expect(page.get_by_text("What you typed here earlier was not sent")).to_be_visible()


def test_a_link_leads_a_stranger_to_the_chair(visitors: Visitors, site: Site) -> None:
    chair = visitors.page_as(CHAIR, reduced_motion="reduce")
    chair.goto(f"{S215}/members/joining")
    fill(chair, "Only addresses at (optional)", "example.ac.uk")
    press(chair, "Make the link")
    link = chair.locator("#links ~ ul code, section[aria-labelledby=links] code").first.inner_text()
    look_at(chair)

    stranger = visitors.page_as(None, reduced_motion="reduce")
    stranger.goto(link)
    look_at(stranger)
    stranger.set_viewport_size({"width": 1280, "height": 800})
    fill(stranger, "E-mail address", "nora.new@example.ac.uk")
    fill(stranger, "Name", "Nora New")
    press(stranger, "Ask to join")
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    look_at(stranger)
    assert in_time(lambda: letters_to(site, "nora.new@example.ac.uk"))
    [letter] = letters_to(site, "nora.new@example.ac.uk")
    [confirm] = re.findall(r"http\S+/join/confirm/\S+", letter.get_content())
    stranger.goto(confirm)
    look_at(stranger)
    stranger.get_by_role("button", name="Yes, ask to join").click()
    expect(stranger.get_by_text("You have asked to join")).to_be_visible()

    chair.set_viewport_size({"width": 1280, "height": 800})
    chair.goto("/home")
    chair.get_by_role("link", name="1 person asks to join", exact=True).click()
    look_at(chair)
    chair.get_by_role("button", name="Let Nora New in").click()
    expect(chair.get_by_text("Nora New is a member now")).to_be_visible()
    assert in_time(lambda: len(letters_to(site, "nora.new@example.ac.uk")) == 2)
