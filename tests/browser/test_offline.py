"""A minute without the network, or with a server that is away: what was written and chosen arrives, or stands as unsent."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, Route, expect
from sqlalchemy import func, select

from app.core.db import db
from app.workshops.models import Ballot, Contribution, Dot, Workshop
from app.workshops.room.services import moves
from tests.browser.site import Site, inside, serving, tell_the_cast
from tests.browser.visitors import Visitors, let_pass
from tests.factories.ballots import a_ballot, a_straw_vote
from tests.factories.boards import a_room, loaded
from tests.people import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WRITE, VOTE, BALLOT, STAYS = (f"/networks/s215/workshops/{number}" for number in (1, 2, 3, 4))
#: What Chromium says when a test takes the network away.
OFFLINE = re.compile(r"ERR_(INTERNET_DISCONNECTED|FAILED|NETWORK_CHANGED)|answered 502")
#: Seconds that are long enough for several attempts at sending.
AWAY = 20
#: Half of the minute that the site promises to bridge.
HALF_A_MINUTE = 30


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tests' cast with a silent room, a straw vote in a meeting, a sealed ballot, and one more straw vote."""
    folder = tmp_path_factory.mktemp("offline")
    with inside(folder):
        world = tell_the_cast()
        a_room(world, "collect", people=("amina", "ben", "dilys"))
        a_straw_vote(world)
        a_ballot(world)
        a_straw_vote(world)
    with serving(folder) as running:
        yield running


@pytest.fixture(autouse=True)
def voting_is_open(site: Site) -> None:
    """The second workshop at its straw vote, also after a test that moved it on."""
    with inside(site.data_dir):
        made = loaded(db.session.scalars(select(Workshop).where(Workshop.number == 2)).one())
        vote = next(each.ix for each in made.phases if each.kind == "vote")
        if made.phase_ix != vote:
            moves.move_room(World().actor("marek"), made, vote)
            db.session.commit()


@pytest.fixture
def away(visitors: Visitors) -> Iterator[None]:
    """A test that takes the network away; its words on the console are no fault of the page."""
    yield
    visitors.faults[:] = [fault for fault in visitors.faults if not OFFLINE.search(fault)]


def texts(site: Site) -> list[str]:
    with inside(site.data_dir):
        return sorted(db.session.scalars(select(Contribution.text)))


def stored(site: Site, model: type[Ballot | Dot]) -> int:
    with inside(site.data_dir):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def write(page: Page, words: str) -> None:
    page.get_by_role("textbox", name="Your card").fill(words)
    page.get_by_role("button", name="Add the card").click()


def bad_gateway(route: Route) -> None:
    route.fulfill(status=502, content_type="text/html", body="<h1>502 Bad Gateway</h1>")


def give_dots(page: Page) -> None:
    page.get_by_label("Moles", exact=True).fill("4")
    page.get_by_label("Units", exact=True).fill("1")
    page.get_by_role("button", name="Give these dots").click()


def hand_in(page: Page) -> None:
    page.get_by_label("First place").select_option(label="Buffers")
    page.get_by_role("button", name="Hand in the ballot").click()


def three_tabs(visitors: Visitors, name: str) -> tuple[Page, Page, Page]:
    """One who writes in one workshop, gives dots in another, and has a third one's ballot open."""
    writing = visitors.page_as(name)
    writing.clock.install()
    voting, ballot = writing.context.new_page(), writing.context.new_page()
    for page, address in ((writing, f"{WRITE}/room"), (voting, f"{VOTE}/room"), (ballot, f"{BALLOT}/ballot")):
        page.goto(address)
    expect(writing.get_by_text("Live: changes appear by themselves.")).to_be_visible()
    return writing, voting, ballot


def do_all(writing: Page, voting: Page, ballot: Page, words: str) -> None:
    """Everything stands as unsent."""
    for number in (1, 2):
        write(writing, f"{words} {number}.")
    expect(writing.locator("#room-unsaved")).to_contain_text(f"{words} 1.")
    expect(writing.locator("#room-unsaved")).to_contain_text(f"{words} 2.")
    give_dots(voting)
    hand_in(ballot)
    for page in (voting, ballot):
        expect(page.get_by_text("Not sent yet: the site does not answer.")).to_be_visible()


def close_the_vote(site: Site) -> None:
    """The facilitator goes on meanwhile."""
    with inside(site.data_dir):
        made = loaded(db.session.scalars(select(Workshop).where(Workshop.number == 2)).one())
        moves.move_room(World().actor("marek"), made, "next")
        db.session.commit()


@pytest.mark.usefixtures("away")
def test_a_minute_without_the_network_while_writing_and_voting(visitors: Visitors, site: Site) -> None:
    """All of it arrives once, by itself, in the tabs that stayed open; the vote that closed meanwhile says that it did."""
    dots, ballots = stored(site, Dot), stored(site, Ballot)
    writing, voting, ballot = three_tabs(visitors, "dilys")
    lasting = writing.context.new_page()
    lasting.goto(f"{STAYS}/room")
    writing.context.set_offline(True)
    do_all(writing, voting, ballot, "On the moor")
    give_dots(lasting)
    expect(writing.locator("#room-link")).to_contain_text("The site does not answer.")
    let_pass(writing, HALF_A_MINUTE)
    write(writing, "On the moor 3.")
    close_the_vote(site)
    let_pass(writing, HALF_A_MINUTE)
    for page in (voting, lasting, ballot):
        expect(page.get_by_text("Not sent yet: the site does not answer.")).to_be_visible()
    expect(writing.locator("#room-unsaved li")).to_have_count(3)
    assert (stored(site, Dot), stored(site, Ballot)) == (dots, ballots)
    writing.context.set_offline(False)
    expect(writing.locator("#own-cards")).to_contain_text("On the moor 3.")
    expect(writing.locator("#room-unsaved")).to_be_hidden()
    expect(ballot.get_by_text("Your ballot is in").first).to_be_visible()
    expect(lasting.get_by_text("5 dots given, 0 left.")).to_be_visible()
    expect(voting.get_by_text("The voting is closed: this vote was not taken.")).to_be_visible()
    expect(voting.locator(".chosen")).to_contain_text("Moles: 4")
    assert [text for text in texts(site) if "moor" in text] == [f"On the moor {number}." for number in (1, 2, 3)]
    assert (stored(site, Dot), stored(site, Ballot)) == (dots + 5, ballots + 1)
    voting.goto(f"{VOTE}/room")
    expect(voting.get_by_text("while the site did not answer")).to_have_count(0)


@pytest.mark.usefixtures("away")
def test_without_the_network_all_waits_and_arrives_once_even_from_closed_tabs(visitors: Visitors, site: Site) -> None:
    dots, ballots = stored(site, Dot), stored(site, Ballot)
    writing, voting, ballot = three_tabs(visitors, "amina")
    context = writing.context
    context.set_offline(True)
    do_all(writing, voting, ballot, "In a tunnel")
    with pytest.raises(Error):
        ballot.reload()
    ballot.close()
    writing.close()
    let_pass(voting, AWAY)
    assert (stored(site, Dot), stored(site, Ballot)) == (dots, ballots)
    context.set_offline(False)
    expect(voting.get_by_text("5 dots given, 0 left.")).to_be_visible()
    writing, ballot = context.new_page(), context.new_page()
    writing.goto(f"{WRITE}/room")
    expect(writing.locator("#own-cards")).to_contain_text("In a tunnel 2.")
    expect(writing.locator("#room-unsaved")).to_be_hidden()
    ballot.goto(f"{BALLOT}/ballot")
    expect(ballot.get_by_text("Your ballot is in").first).to_be_visible()
    assert [text for text in texts(site) if "tunnel" in text] == ["In a tunnel 1.", "In a tunnel 2."]
    assert (stored(site, Dot), stored(site, Ballot)) == (dots + 5, ballots + 1)


@pytest.mark.usefixtures("away")
def test_while_a_proxy_answers_502_all_waits_and_arrives_once(visitors: Visitors, site: Site) -> None:
    dots, ballots = stored(site, Dot), stored(site, Ballot)
    writing, voting, ballot = three_tabs(visitors, "ben")
    writing.context.route(f"{site.url}/**", bad_gateway)
    do_all(writing, voting, ballot, "Under a bridge")
    for page in (writing, voting):
        page.reload()
        expect(page.get_by_role("heading", name="502 Bad Gateway")).to_be_visible()
    let_pass(ballot, AWAY)
    writing.context.unroute(f"{site.url}/**")
    expect(ballot.get_by_text("Your ballot is in").first).to_be_visible()
    for page in (writing, voting):
        page.reload()
    expect(voting.get_by_text("5 dots given, 0 left.")).to_be_visible()
    expect(writing.locator("#own-cards")).to_contain_text("Under a bridge 2.")
    assert [text for text in texts(site) if "bridge" in text] == ["Under a bridge 1.", "Under a bridge 2."]
    assert (stored(site, Dot), stored(site, Ballot)) == (dots + 5, ballots + 1)


@pytest.mark.usefixtures("away")
def test_a_vote_that_comes_too_late_says_so_and_nobody_else_sends_it(visitors: Visitors, site: Site) -> None:
    before = stored(site, Dot)
    page = visitors.page_as("saoirse")
    page.goto(f"{VOTE}/room")
    page.context.set_offline(True)
    give_dots(page)
    expect(page.get_by_text("Not sent yet: the site does not answer.")).to_be_visible()
    page.goto("about:blank")
    close_the_vote(site)
    page.context.set_offline(False)
    somebody_else = visitors.page_as("ravi")
    somebody_else.goto(f"{VOTE}/room")
    somebody_else.evaluate("(kept) => Object.assign(localStorage, kept)", kept_by(page))
    somebody_else.reload()
    page.goto(f"{VOTE}/room")
    expect(page.get_by_text("was not taken: that voting is over")).to_be_visible()
    expect(page.locator("#notices")).to_contain_text("Moles: 4")
    somebody_else.wait_for_timeout(1000)
    expect(somebody_else.get_by_text("that voting is over")).to_have_count(0)
    assert stored(site, Dot) == before


def kept_by(page: Page) -> dict[str, str]:
    """What this browser keeps for the site."""
    found = page.context.storage_state()["origins"]
    return {each["name"]: each["value"] for origin in found for each in origin["localStorage"]}
