"""Voting in real browsers: by keys only, on a phone, without a script, and without the network for a while."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.core.db import db
from app.workshops.models import Anonymity, Ballot, Dot, Method
from app.workshops.room.services import moves
from app.workshops.voting.services import ballots
from tests.browser.site import Site, inside, serving, tell_the_cast
from tests.browser.test_every_page import PHONE, look_at
from tests.browser.visitors import Visitors, say_yes
from tests.factories.ballots import VOTERS, a_ballot, a_straw_vote, the_round, vote
from tests.factories.boards import loaded
from tests.people import World

pytestmark = pytest.mark.browser

RANKING, STRAW, RATING, NAMED, LIVE_RANKING, LIVE_RATING, RATED, MORE_DOTS = (
    f"/networks/s215/workshops/{number}" for number in range(1, 9)
)
#: What Chromium says when a test takes the network away.
OFFLINE = re.compile(r"ERR_(INTERNET_DISCONNECTED|FAILED|NETWORK_CHANGED)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tests' cast with two sealed ballots, a straw vote in a meeting, and a ballot with names."""
    folder = tmp_path_factory.mktemp("votes")
    with inside(folder):
        world = tell_the_cast()
        a_ballot(world)
        a_straw_vote(world)
        a_ballot(world, template="delphi", starts_at=None)
        vote(world, a_ballot(world, Anonymity.NAMED), "dilys", "AB")
        a_straw_vote(world, Anonymity.UNATTRIBUTED, straw_method=Method.RANK)
        a_straw_vote(world, straw_method=Method.RATE)
        rated_twice(world)
        a_straw_vote(world)
    with serving(folder) as running:
        yield running


def rated_twice(world: World) -> None:
    """A closed ballot of two rounds of ratings, with names."""
    made = a_ballot(world, Anonymity.NAMED, ballot_method=Method.RATE)
    for round_of_ratings in (1, 2):
        for at, name in enumerate(VOTERS):
            choices = [[theme, min(9, 4 + at + round_of_ratings)] for theme in the_round(made).items[: 5 if at else 4]]
            ballots.submit(world.actor(name), made, choices)
        if round_of_ratings == 1:
            ballots.end_round(world.actor("marek"), made)
    moves.step(world.actor("marek"), loaded(made), "close")
    db.session.commit()


def stored(site: Site, model: type[Ballot | Dot]) -> int:
    with inside(site.data_dir):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def dots(page: Page, title: str) -> str:
    return page.get_by_label(title, exact=True).input_value()


def test_a_ranking_is_handed_in_by_keys_alone(visitors: Visitors, site: Site) -> None:
    before = stored(site, Ballot)
    page = visitors.page_as("amina")
    page.goto(f"{RANKING}/ballot")
    page.get_by_label("First place").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('form.paper button[type=submit]')"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your ballot is in")).to_be_visible()
    assert stored(site, Ballot) == before + 1


def test_a_ranking_with_a_fault_keeps_what_was_chosen_without_a_script(visitors: Visitors) -> None:
    page = visitors.page_as("ben", java_script_enabled=False, viewport=PHONE)
    page.goto(f"{RANKING}/ballot")
    for place in ("First place", "Second place"):
        page.get_by_label(place).select_option(label="Moles")
    page.get_by_role("button", name="Hand in the ballot").click()
    expect(page.get_by_text("One theme stands in two places.")).to_be_visible()
    expect(page.get_by_label("First place").locator("option:checked")).to_have_text("Moles")
    page.get_by_label("Second place").select_option(label="Units")
    page.get_by_role("button", name="Hand in the ballot").click()
    expect(page.get_by_text("Your ballot is in").first).to_be_visible()


def test_dots_are_given_with_buttons_or_numbers_and_never_too_many(visitors: Visitors, site: Site) -> None:
    page = visitors.page_as("amina", viewport=PHONE)
    page.goto(f"{STRAW}/room")
    more = page.get_by_role("button", name="One dot more for Moles")
    for _ in range(7):
        more.click()
    assert dots(page, "Moles") == "5"
    expect(page.locator("[data-dots-left]")).to_have_text("5 of your 5 dots are given, 0 left.")
    page.get_by_role("button", name="One dot less for Moles").click()
    page.get_by_label("Units", exact=True).fill("3")
    expect(page.locator("[data-dots-left]")).to_have_text("7 of your 5 dots are given: take 2 back.")
    page.get_by_label("Units", exact=True).fill("1")
    page.get_by_role("button", name="Give these dots").click()
    expect(page.get_by_text("5 dots given, 0 left.")).to_be_visible()
    assert (dots(page, "Moles"), dots(page, "Units")) == ("4", "1")
    assert stored(site, Dot) == 5


def test_a_vote_without_the_network_says_so_and_arrives_once_when_it_is_back(visitors: Visitors, site: Site) -> None:
    before = stored(site, Ballot)
    page = visitors.page_as("saoirse")
    page.goto(f"{RANKING}/ballot")
    page.get_by_label("First place").select_option(label="Buffers")
    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in the ballot").click()
    expect(page.get_by_text("Not sent yet: the site does not answer.")).to_be_visible()
    page.get_by_role("button", name="Hand in the ballot").click()
    expect(page.get_by_label("First place").locator("option:checked")).to_have_text("Buffers")
    page.context.set_offline(False)
    expect(page.get_by_text("Your ballot is in").first).to_be_visible()
    assert stored(site, Ballot) == before + 1
    visitors.faults[:] = [fault for fault in visitors.faults if not OFFLINE.search(fault)]


def test_a_rating_is_given_with_arrow_keys(visitors: Visitors) -> None:
    page = visitors.page_as("amina")
    page.goto(f"{RATING}/ballot")
    page.get_by_role("group", name="Moles").get_by_label("7", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("group", name="Moles").get_by_label("8", exact=True)).to_be_checked()
    page.get_by_role("button", name="Hand in the ballot").click()
    expect(page.get_by_text("Your ballot is in").first).to_be_visible()


def test_a_live_ranking_is_sent_by_keys_alone_changed_and_found_again(visitors: Visitors, site: Site) -> None:
    page = visitors.page_as("amina", viewport=PHONE)
    for steps, title in ((2, "Moles"), (1, "Equilibrium")):
        page.goto(f"{LIVE_RANKING}/room")
        page.get_by_label("First place").focus()
        for _ in range(steps):
            page.keyboard.press("ArrowDown")
        for _ in range(8):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('form.paper button[type=submit]')"):
                break
        page.keyboard.press("Enter")
        expect(page.get_by_text("Your vote is in.")).to_be_visible()
        expect(page.get_by_label("First place").locator("option:checked")).to_have_text(title)


def test_a_live_rating_is_given_with_arrow_keys_and_without_a_script(visitors: Visitors) -> None:
    page = visitors.page_as("amina")
    page.goto(f"{LIVE_RATING}/room")
    page.get_by_role("group", name="Moles").get_by_label("7", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Send these ratings").click()
    expect(page.get_by_text("Your vote is in.")).to_be_visible()
    expect(page.get_by_role("group", name="Moles").get_by_label("8", exact=True)).to_be_checked()
    plain = visitors.page_as("ben", java_script_enabled=False, viewport=PHONE)
    plain.goto(f"{LIVE_RATING}/room")
    plain.get_by_role("group", name="Units").get_by_label("9", exact=True).check()
    plain.get_by_role("button", name="Send these ratings").click()
    expect(plain.get_by_text("Your vote is in.")).to_be_visible()


def test_the_facilitator_gives_everybody_more_dots(visitors: Visitors) -> None:
    marek = visitors.page_as("marek", reduced_motion="reduce")
    marek.goto(f"{MORE_DOTS}/room")
    marek.get_by_text("Give everybody more or fewer dots").click()
    marek.get_by_label("Dots for each person").fill("7")
    look_at(marek)
    marek.goto(f"{MORE_DOTS}/room")
    marek.get_by_text("Give everybody more or fewer dots").click()
    marek.get_by_label("Dots for each person").fill("7")
    marek.get_by_role("button", name="Change the number").click()
    expect(marek.get_by_text("Everybody has 7 dots now.")).to_be_visible()


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("tomos", f"{LIVE_RANKING}/room"),
        ("tomos", f"{LIVE_RATING}/dots"),
        ("tomos", f"{RATED}/results"),
        ("marek", f"{NAMED}/change"),
        ("tomos", f"{RANKING}/ballot"),
        ("tomos", f"{STRAW}/dots"),
        ("tomos", f"{RATING}/ballot"),
        ("dilys", f"{NAMED}/ballot"),
        ("marek", f"{NAMED}/results"),
    ],
)
def test_the_pages_of_voting_can_be_read_by_everybody(visitors: Visitors, who: str, address: str) -> None:
    page = visitors.page_as(who, reduced_motion="reduce")
    page.goto(address)
    look_at(page)


def test_results_can_be_read_by_everybody(visitors: Visitors) -> None:
    for name, title in (("amina", "Moles"), ("ben", "Moles"), ("tomos", "Units"), ("saoirse", "Buffers")):
        page = visitors.page_as(name)
        page.goto(f"{NAMED}/ballot")
        page.get_by_label("First place").select_option(label=title)
        page.get_by_role("button", name="Hand in the vote").click()
        expect(page.get_by_text("Your vote is in.").first).to_be_visible()
    marek = visitors.page_as("marek", reduced_motion="reduce")
    marek.goto(NAMED)
    marek.get_by_role("button", name="Close the workshop").first.click()
    say_yes(marek, "Close the workshop")
    marek.goto(f"{NAMED}/results")
    expect(marek.get_by_role("row", name=re.compile("Moles"))).to_contain_text("3 of 5")
    expect(marek.get_by_text("Kendall’s W = ")).to_be_visible()
    look_at(marek)
