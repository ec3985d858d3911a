"""Two people at one browser: nobody sees what the other left half-written, and nothing goes out in another's name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from app.core.db import db
from app.workshops.models import Anonymity, Contribution, Dot
from tests.browser.site import PASSWORD, Site, inside, serving, tell_the_cast
from tests.browser.visitors import Visitors, let_pass
from tests.factories.ballots import a_straw_vote
from tests.factories.boards import a_room

pytestmark = pytest.mark.browser

SILENT, VOTE, NAMED = (f"/networks/s215/workshops/{number}/room" for number in (1, 2, 3))
#: Seconds that are longer than the longest pause before something unsent is sent again.
TRIES = 20


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("shared")
    with inside(folder):
        world = tell_the_cast()
        a_room(world, "collect")
        a_straw_vote(world)
        a_room(world, "collect", Anonymity.NAMED)
        db.session.commit()
    with serving(folder) as running:
        yield running


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/home")


def sign_out(page: Page) -> None:
    page.get_by_text("Account", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def kept(page: Page) -> str:
    """All that this browser keeps for the site, as text."""
    return str(page.evaluate("JSON.stringify(localStorage)"))


def away(route: Route) -> None:
    """A proxy that cannot reach the site takes nothing; pages are shown."""
    answers = route.request.method == "POST" and not route.request.url.endswith(("/sign-in", "/sign-out"))
    route.fulfill(status=502, body="") if answers else route.fallback()


def test_a_half_written_card_is_gone_with_its_author(visitors: Visitors) -> None:
    page = visitors.page()
    page.on("dialog", lambda dialog: dialog.accept())
    sign_in(page, "amina")
    page.goto(SILENT)
    page.get_by_role("textbox", name="Your card").fill("Half a thought of mine")
    page.goto("/home")
    page.goto(SILENT)
    expect(page.get_by_text("What you typed here earlier was not sent")).to_be_visible()
    assert "Half a thought" in kept(page)
    # The session ends by itself: the draft stays, and it is hers alone.
    page.context.clear_cookies()
    sign_in(page, "ben")
    page.goto(SILENT)
    expect(page.get_by_role("textbox", name="Your card")).to_have_value("")
    expect(page.get_by_text("What you typed here earlier was not sent")).to_have_count(0)
    sign_out(page)
    sign_in(page, "amina")
    page.goto(SILENT)
    expect(page.get_by_role("textbox", name="Your card")).to_have_value("Half a thought of mine")
    sign_out(page)
    assert "Half a thought" not in kept(page)
    sign_in(page, "amina")
    page.goto(SILENT)
    expect(page.get_by_role("textbox", name="Your card")).to_have_value("")


def test_what_is_unsent_waits_for_its_author_even_on_pages_left_open(visitors: Visitors, site: Site) -> None:
    page = visitors.page()
    context = page.context
    page.clock.install()
    sign_in(page, "amina")
    page.goto(NAMED)
    voting = context.new_page()
    voting.goto(VOTE)
    context.route("**/*", away)
    page.get_by_role("textbox", name="Your card").fill("This is Amina's")
    page.get_by_role("button", name="Add the card").click()
    expect(page.locator("#room-unsaved")).to_contain_text("This is Amina's")
    voting.get_by_label("Moles", exact=True).fill("3")
    voting.get_by_role("button", name="Give these dots").click()
    expect(voting.get_by_text("Not sent yet: the site does not answer.")).to_be_visible()

    another = context.new_page()
    another.goto("/home")
    sign_out(another)
    sign_in(another, "ben")
    context.unroute("**/*")
    another.goto(NAMED)
    expect(another.get_by_role("textbox", name="Your card")).to_be_visible()
    expect(voting.get_by_text("Not sent yet: you are signed out.")).to_be_visible()
    let_pass(another, TRIES)
    expect(another.locator("#room-unsaved")).to_be_hidden()
    expect(page.locator("#room-unsaved")).to_contain_text("This is Amina's")
    another.goto(VOTE)
    expect(another.get_by_label("Moles", exact=True)).to_have_value("0")
    assert stored(site) == ([], [])

    sign_out(another)
    sign_in(another, "amina")
    expect(page.locator("#own-cards")).to_contain_text("This is Amina's")
    expect(page.locator("#room-unsaved")).to_be_hidden()
    expect(voting.get_by_text("3 dots given, 2 left.")).to_be_visible()
    cards, dots = stored(site)
    assert len(cards) == 1
    assert (dots, len(set(dots + cards))) == (cards * 3, 1)
    visitors.faults[:] = [each for each in visitors.faults if "answered 502" not in each]


def stored(site: Site) -> tuple[list[int | None], list[int]]:
    """Whose cards and whose dots there are."""
    with inside(site.data_dir):
        cards = select(Contribution.author_id).where(Contribution.text == "This is Amina's")
        return list(db.session.scalars(cards)), list(db.session.scalars(select(Dot.person_id)))
