"""A tutor comes back after sixty days: forty new posts in twelve discussions of three networks, counted in presses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select, update

from app.accounts.models import Person, Visit
from app.core import clock
from app.core.db import db, insert_once
from app.forums.models import Forum, ForumKind, Post
from app.forums.queries import forums_of_mine
from app.forums.reading.queries import new_by_network
from app.forums.reading.sweeping import read_all
from app.forums.services import publish_post, start_discussion
from app.networks.models import LearningNetwork, Role
from app.networks.queries import actor_of
from app.networks.services import add_member
from app.notifications.models import Notice
from tests.browser.site import PASSWORD, Site, inside, serving
from tests.browser.test_every_page import ASK, axe
from tests.browser.visitors import Visitors
from tests.demo import copy_demo

pytestmark = pytest.mark.browser

TUTOR, ON_A_PHONE, HASTY = (f"al{number}.s215@example.org" for number in ("03", "04", "07"))
#: Posts of each of the four discussions in a network; in all three, forty in twelve. One answers the tutor in one more.
POSTS = ((4, 3, 3, 3), (4, 3, 3, 3), (5, 4, 3, 2))
MOST_PRESSES = 15


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site") / "data"
    copy_demo(tmp_path_factory, "sqlite", folder)
    with inside(folder):
        for address in (TUTOR, ON_A_PHONE, HASTY):
            be_away(db.session.scalars(select(Person).where(Person.email == address)).one())
        with clock.standing_at(clock.now() - timedelta(days=20)):
            talk()
        for address in (TUTOR, ON_A_PHONE, HASTY):
            tutor = actor_of(db.session.scalars(select(Person.id).where(Person.email == address)).one())
            assert tutor is not None
            assert sum(new_by_network(tutor).values()) == 12
        db.session.commit()
    with serving(folder) as running:
        yield running


def be_away(person: Person) -> None:
    """In all three networks, everything read, and not here since."""
    for network in db.session.scalars(select(LearningNetwork)).all():
        if network.id not in (actor_of(person.id) or pytest.fail("no such person")).roles:
            add_member(network, person, Role.AL)
    db.session.flush()
    actor = actor_of(person.id)
    assert actor is not None
    read_all(actor, forums_of_mine(seen_by=actor), db.session.scalar(select(func.max(Post.id))) or 0)
    db.session.execute(update(Notice).where(Notice.person_id == person.id).values(read_at=clock.now()))
    insert_once(Visit, {"person_id": person.id, "seen_at": clock.real_now() - timedelta(days=60), "before_at": None})


def talk() -> None:
    moderator = actor_of(db.session.scalars(select(Person.id).where(Person.email == "moderator1@example.org")).one())
    assert moderator is not None
    networks = db.session.scalars(select(LearningNetwork).order_by(LearningNetwork.id)).all()
    assert len(networks) == len(POSTS)
    for network, counts in zip(networks, POSTS, strict=True):
        cafe = select(Forum).where(Forum.network_id == network.id, Forum.kind == ForumKind.CAFE)
        forum = db.session.scalars(cafe).one()
        for number, posts in enumerate(counts, 1):
            begun = start_discussion(moderator, forum, f"{network.slug}, number {number}", "What shall we do about it?")
            for more in range(1, posts):
                publish_post(moderator, begun, f"Thought {more}. " + "It goes on for a line or two. " * 8)


@dataclass
class Presses:
    """What the hands do beside scrolling, and which pages were opened."""

    page: Page
    made: int = 0
    opened: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda asked: self.opened.append(asked.url) if asked.is_navigation_request() else None)

    def pages(self) -> list[str]:
        """After the form of the sign-in page."""
        return [path for each in self.opened if (path := each.split("/", 3)[3]) != "sign-in"]

    def key(self, name: str) -> None:
        self.made += 1
        self.page.keyboard.press(name)

    def tap(self, what: Locator) -> None:
        self.made += 1
        what.tap()


def sign_in(page: Page, address: str) -> Presses:
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    hands = Presses(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/home")
    return hands


def read_through(page: Page, line: Locator) -> None:
    """The posts of an open line, by scrolling."""
    posts = line.locator("article")
    expect(posts.first).to_be_visible()
    for post in posts.all():
        post.evaluate("post => post.scrollIntoView({block: 'end'})")
        page.mouse.wheel(0, 1)
        expect(post).to_have_attribute("data-seen", "")


def test_by_keyboard_from_signing_in_to_nothing_new(visitors: Visitors) -> None:
    page = visitors.page(reduced_motion="reduce")
    hands = sign_in(page, TUTOR)
    heading = page.get_by_role("heading", name="Since your last visit")
    expect(heading).to_be_in_viewport()
    expect(page.get_by_text("You were last here on")).to_be_in_viewport()
    assert heading.bounding_box()["y"] < page.locator("#waiting, #to-answer").first.bounding_box()["y"]  # type: ignore[index]
    lines = page.locator("[data-news]")
    assert lines.count() == 12
    for number in range(12):
        hands.key("n")
        line = lines.nth(number)
        expect(line.locator("> details > summary")).to_be_focused()
        read_through(page, line)
        expect(line).to_have_attribute("data-read", "")
        if number == 0:
            page.evaluate(axe())
            assert page.evaluate(ASK, None) == []
    hands.key("d")
    expect(page.get_by_text("Nothing is new.")).to_be_visible()
    expect(page).not_to_have_title("(")
    assert hands.made <= MOST_PRESSES
    assert hands.made == 13
    assert hands.pages() == ["home"], "no page is opened twice"


def test_undone_with_one_press(visitors: Visitors) -> None:
    """Done without reading, and taken back, changes nothing."""
    page = visitors.page(reduced_motion="reduce")
    sign_in(page, HASTY)
    before = page.locator("[data-news] .news-title").all_inner_texts()
    assert len(before) == 12
    page.keyboard.press("d")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    expect(page.get_by_text("Nothing is new.")).to_be_visible()
    page.evaluate(axe())
    assert page.evaluate(ASK, None) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-news]")).to_have_count(12)
    assert page.locator("[data-news] .news-title").all_inner_texts() == before
    expect(page.locator("[data-count=all]").first).to_have_text("12")


def test_by_touch_on_a_phone(visitors: Visitors) -> None:
    page = visitors.page(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    hands = sign_in(page, ON_A_PHONE)
    lines = page.locator("[data-news]")
    for number in range(12):
        line = lines.nth(number)
        if not line.is_visible():
            hands.tap(page.locator("#since details.more > summary"))
        hands.tap(line.locator("> details > summary"))
        read_through(page, line)
        if number == 0:
            page.evaluate(axe())
            assert page.evaluate(ASK, None) == []
            assert page.evaluate("() => document.documentElement.scrollWidth") <= 360
    hands.tap(page.get_by_role("button", name="Done: all of it is read"))
    expect(page.get_by_text("Nothing is new.")).to_be_visible()
    assert hands.made <= MOST_PRESSES
    assert hands.pages() == ["home"]


def test_the_keys_are_silent_for_whoever_has_switched_them_off(visitors: Visitors) -> None:
    page = visitors.page_as("al05.s215", reduced_motion="reduce")
    page.goto("/keys")
    page.get_by_label("These keys work in this browser").uncheck()
    page.goto("/home")
    many = page.locator("[data-news]").count()
    assert many
    for key in "nd":
        page.keyboard.press(key)
    expect(page.locator("[data-news] > details[open]")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-news]")).to_have_count(many)


def test_done_needs_no_script(visitors: Visitors) -> None:
    page = visitors.page_as("al06.s215", java_script_enabled=False)
    page.goto("/home")
    many = page.locator("[data-news]").count()
    assert many
    page.get_by_role("button", name="Done: all of it is read").click()
    expect(page.get_by_text("Nothing is new.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-news]")).to_have_count(many)
