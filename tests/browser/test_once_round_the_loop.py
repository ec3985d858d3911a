"""The journey that the product exists for: from a post to the reply, by everybody whose part it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import loop
from tests.browser.site import Site, in_time, serving
from tests.browser.visitors import Visitors
from tests.conftest import DATABASES
from tests.demo import copy_demo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RAISER, COLLEAGUES, TEAM = "al09.s215", ("al10.s215", "mt2.s215", "mt3.s215"), "mt2.s215"


@pytest.fixture(scope="module", params=DATABASES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo on each kind of database."""
    folder: Path = tmp_path_factory.mktemp("site") / "data"
    address = copy_demo(tmp_path_factory, request.param, folder)
    with serving(folder, {"DATABASE_URL": address} if address else {}) as running:
        yield running


def test_what_a_tutor_posts_comes_back_as_a_reply(visitors: Visitors) -> None:
    tutor, team = visitors.page_as(RAISER), visitors.page_as(TEAM)
    chair, moderator = visitors.page_as("chair.s215"), visitors.page_as("moderator1")
    topic = raised_and_prioritised(visitors, tutor, moderator, chair)
    intervention = made_and_measured(visitors, tutor, team, chair, topic)
    loop.step(chair, topic, "Close: improved")
    action_agreed_and_verified(team, moderator, intervention)
    reply = loop.draft_reply(team, topic)
    loop.press(chair, reply, "Approve", "Approved by")
    loop.decide(moderator, reply, "Publish and tell everyone who spoke", "You said")
    told_and_closed(visitors.site, tutor, topic)


def raised_and_prioritised(visitors: Visitors, tutor: Page, moderator: Page, chair: Page) -> str:
    loop.post_in_forum(tutor)
    topic = loop.raise_as_topic(tutor)
    loop.take_apart(tutor, topic)
    loop.map_to_module(tutor, topic)
    loop.step(moderator, topic, "Take up for discussion")
    loop.answer(visitors.page_as(COLLEAGUES[0]), topic, "Mine do the same in every cohort.")
    loop.step(moderator, topic, "Put on the shortlist")
    before = int(tutor.locator(".ballot b").first.inner_text())
    for number, login in enumerate(COLLEAGUES, 1):
        loop.vote(visitors.page_as(login), topic, before + number)
    loop.step(chair, topic, "Prioritise", "It opens TMA02.")
    return topic


def made_and_measured(visitors: Visitors, tutor: Page, team: Page, chair: Page, topic: str) -> str:
    intervention = loop.propose(tutor, topic)
    for login in COLLEAGUES:
        loop.support(visitors.page_as(login), intervention)
    loop.accept(chair, intervention)
    loop.press(team, intervention, "Start designing", "Being designed")
    loop.press(team, intervention, "Put into production", "In production")
    loop.press(chair, intervention, "Approve as ready", "Ready.")
    loop.go_live(team, intervention)
    loop.record_outcome(team, intervention)
    return intervention


def action_agreed_and_verified(team: Page, moderator: Page, intervention: str) -> None:
    action = loop.agree_action(team, intervention)
    loop.press(team, action, "Done", "Waits for")
    loop.press(moderator, action, "Verify", "Verified.")


def told_and_closed(site: Site, tutor: Page, topic: str) -> None:
    tutor.goto("/inbox")
    tutor.get_by_role("button", name="You said, we did").filter(has_text=loop.TITLE).click()
    expect(tutor.get_by_text("A drill of ten minutes stands before week 9.").first).to_be_visible()
    tutor.goto(topic)
    steps = tutor.locator(".loop li")
    expect(steps).to_have_count(7)
    expect(tutor.locator(".loop li.is-done")).to_have_count(7)
    letters = in_time(lambda: [each for each in site.letters_to(RAISER) if "You said, we did" in each["Subject"]])
    assert len(letters) == 1
    assert loop.TITLE in letters[0]["Subject"]
