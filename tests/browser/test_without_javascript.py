"""Every step works without a script: raising, taking apart, voting, and answering."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import loop
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser


def test_raise_vote_and_reply_without_a_script(visitors: Visitors) -> None:
    tutor = visitors.page_as("al16.s215", java_script_enabled=False)
    loop.post_in_forum(tutor, script=False)
    tutor.get_by_label("Your reply").fill("And in the other direction, too.")
    tutor.get_by_role("button", name="Publish").click()
    expect(tutor.locator(".post")).to_have_count(2)
    topic = loop.raise_as_topic(tutor)
    loop.take_apart(tutor, topic)
    colleague = visitors.page_as("al17.s215", java_script_enabled=False)
    before = int(tutor.locator(".ballot b").first.inner_text())
    loop.vote(colleague, topic, before + 1)
    colleague.locator(".ballot").get_by_role("button").click()
    expect(colleague.locator(".ballot").get_by_role("button")).to_have_attribute("aria-pressed", "false")
    loop.answer(colleague, topic, "Mine do it, too.")


def test_a_preview_without_a_script_shows_the_text_and_keeps_it(visitors: Visitors) -> None:
    page = visitors.page_as("al16.s215", java_script_enabled=False)
    page.goto(f"{loop.S215}/forums/tricky-topics/start")
    page.get_by_label("Title").fill("Looked at first")
    page.get_by_label("Your post").fill("It is **not** published yet.")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".previewed strong")).to_have_text("not")
    expect(page.get_by_label("Your post")).to_have_value("It is **not** published yet.")


def test_a_reply_to_everybody_without_a_script(visitors: Visitors) -> None:
    team, chair = (visitors.page_as(who, java_script_enabled=False) for who in ("mt2.mst124", "chair.mst124"))
    reply = loop.draft_reply(team, "/networks/mst124/topics/8")
    loop.press(chair, reply, "Approve", "Approved by")
    loop.decide(chair, reply, "Publish and tell everyone who spoke", "Thank you, seen")
