"""From an empty folder to a network at work, and to its first topic's reply: without a shell, and in few interactions.

An interaction is a press, a field filled, or a paste. How many there may be is what the product promises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import loop
from tests.browser.site import Site, in_time, prepared, serving
from tests.browser.test_every_page import look_at
from tests.browser.visitors import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TO_SIGNED_IN, TO_THE_NETWORK = 8, 20
SECRET = "curly arrows point somewhere"
K315 = "/networks/k315"
RUNS = "Code\tStart date\tWeeks\n25J\t4 October 2025\t36\n26J\t3 October 2026\t36"
PLANNER = (
    "Block\tUnit\tWeeks\tAssimilative\tProductive\tAssessment\tAssignment\tCut-off\n"
    "1\tBonds and arrows\t1-17\t120\t60\t20\tTMA01\t12 November 2026\n"
    "\tWinter break\t18\t\t\t\t\t\n"
    "2\tRates\t19-36\t110\t70\t30\tTMA02\t18 February 2027\n"
)
PEOPLE = "Mo Derator <mo@example.ac.uk>, moderator\nTim Team\ttim@example.ac.uk\tmodule team\n" + "\n".join(
    f"Tutor Number{word}, tutor.{word}@example.ac.uk" for word in ("a", "b", "c", "d", "e", "f", "g", "h")
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("own") / "site"
    return folder, prepared(folder)


@pytest.fixture(scope="module")
def site(printed: tuple[Path, str]) -> Iterator[Site]:
    with serving(printed[0]) as running:
        yield running


class Counted:
    """A page whose interactions are counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.many = page, 0

    def opens(self, address: str) -> None:
        self.many += 1
        self.page.goto(address)

    def fills(self, label: str, words: str) -> None:
        self.many += 1
        self.page.get_by_label(label, exact=True).fill(words)

    def presses(self, name: str) -> None:
        self.many += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def follows(self, name: str) -> None:
        self.many += 1
        self.page.get_by_role("link", name=name).first.click()


def test_from_an_empty_folder_to_a_topics_reply(visitors: Visitors, site: Site, printed: tuple[Path, str]) -> None:
    keeper, chair = Counted(visitors.page()), Counted(visitors.page())
    first_administrator(keeper, printed[1])
    assert keeper.many <= TO_SIGNED_IN
    keeper.many = 0
    network_for_its_chair(keeper)
    begun_by_its_chair(chair, site)
    assert keeper.many + chair.many <= TO_THE_NETWORK
    ready_for_ten(chair.page, site)
    first_reply(visitors, site, chair.page)


def first_administrator(keeper: Counted, address: str) -> None:
    keeper.opens(address)
    keeper.fills("Your name", "Ada Keeper")
    keeper.fills("E-mail address", "ada@example.ac.uk")
    keeper.fills("Password", SECRET)
    keeper.presses("Make my account and sign in")
    expect(keeper.page.get_by_role("heading", level=1)).to_have_text("Name the site")


def network_for_its_chair(keeper: Counted) -> None:
    keeper.follows("Later")
    keeper.fills("Module code", "K315")
    keeper.fills("Module title", "Chemistry of life")
    keeper.fills("E-mail address of the chair", "chair@example.ac.uk")
    keeper.fills("Name of the chair", "Cora Chair")
    keeper.presses("Create and invite the chair")
    expect(keeper.page.get_by_text("K315 is created")).to_be_visible()


def begun_by_its_chair(chair: Counted, site: Site) -> None:
    chair.opens(invitation(site, "chair@example.ac.uk"))
    chair.fills("New password", SECRET)
    chair.presses("Set the password and sign in")
    chair.follows("Set up the learning network of K315")
    look_at(chair.page)
    chair.presses("Save and go on")
    look_at(chair.page)
    chair.fills("Presentations", RUNS)
    chair.presses("Keep")
    chair.fills("Table", PLANNER)
    chair.presses("Preview")
    expect(chair.page.get_by_text("What was read, for 26J")).to_be_visible()
    look_at(chair.page)
    chair.presses("Keep this planner")
    chair.fills("Names and addresses", PEOPLE)
    chair.presses("Preview")
    look_at(chair.page)
    chair.page.get_by_role("button", name=re.compile("^Invite 10")).click()
    chair.many += 1
    expect(chair.page.get_by_text("10 people are invited")).to_be_visible()
    look_at(chair.page)
    chair.presses("Begin with this cycle")
    expect(chair.page.get_by_text("Cycle 1 is open.")).to_be_visible()


def ready_for_ten(page: Page, site: Site) -> None:
    """What everybody who was invited finds."""
    page.goto(K315)
    expect(page.get_by_text("from 25J to 26J")).to_be_visible()
    expect(page.get_by_text("In the module now")).to_be_visible()
    page.goto(f"{K315}/planner")
    expect(page.get_by_text("410 in all")).to_be_visible()
    look_at(page)
    invited = ("mo", "tim", *(f"tutor.{word}" for word in "abcdefgh"))
    assert in_time(lambda: all(site.letters_to(f"{each}@example.ac.uk") for each in invited))
    page.goto(f"{K315}/members")
    expect(page.get_by_role("heading", name=re.compile("Moderator"))).to_be_visible()


def first_reply(visitors: Visitors, site: Site, chair: Page) -> None:
    """From a tutor's post to the reply that everybody who spoke is sent."""
    tutor, team, moderator = (taken_up(visitors, site, f"{who}@example.ac.uk") for who in ("tutor.a", "tim", "mo"))
    loop.post_in_forum(tutor, network=K315)
    topic = loop.raise_as_topic(tutor)
    loop.take_apart(tutor, topic)
    loop.step(moderator, topic, "Take up for discussion")
    loop.step(moderator, topic, "Put on the shortlist")
    tutor.goto(topic)
    before = int(tutor.locator(".ballot b").first.inner_text())
    loop.vote(team, topic, before + 1)
    loop.step(chair, topic, "Prioritise", "It opens TMA01.")
    intervention = loop.propose(tutor, topic, run="26J")
    loop.accept(chair, intervention)
    loop.press(team, intervention, "Start designing", "Being designed")
    loop.press(team, intervention, "Put into production", "In production")
    loop.press(chair, intervention, "Approve as ready", "Ready.")
    loop.go_live(team, intervention, run="26J")
    loop.record_outcome(team, intervention, before="25J")
    loop.step(chair, topic, "Close: improved")
    reply = loop.draft_reply(team, topic)
    loop.press(chair, reply, "Approve", "Approved by")
    loop.decide(moderator, reply, "Publish and tell everyone who spoke", "You said")
    answered = in_time(
        lambda: [each for each in site.letters_to("tutor.a@example.ac.uk") if "You said, we did" in each["Subject"]]
    )
    assert len(answered) == 1
    tutor.goto(topic)
    expect(tutor.locator(".loop li").last).to_have_class(re.compile("is-done"))


def invitation(site: Site, address: str) -> str:
    """The link in the letter, without its origin."""
    (letter, *_) = in_time(lambda: site.letters_to(address))
    found = re.search(r"(/invitation/\S+)", letter.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert found is not None
    return found[1]


def taken_up(visitors: Visitors, site: Site, address: str) -> Page:
    """The page of somebody who has just chosen a password."""
    page = visitors.page()
    page.goto(invitation(site, address))
    page.get_by_label("New password", exact=True).fill(SECRET)
    page.get_by_role("button", name="Set the password and sign in").click()
    page.wait_for_url("**/home")
    return page
