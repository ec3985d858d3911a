"""What people do in a workshop, on its pages: each step ends when the page shows that it was taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage

from playwright.sync_api import Locator, Page, expect

from app.core import clock
from tests.browser.site import in_time
from tests.browser.test_every_page import PHONE, look_at
from tests.browser.visitors import Visitors, say_yes

WORKSHOPS = "/networks/s215/workshops"
WIDE = {"width": 1280, "height": 900}
#: What Chromium says when a test takes the network away.
OFFLINE = re.compile(r"ERR_(INTERNET_DISCONNECTED|FAILED|NETWORK_CHANGED)")


@dataclass
class Meeting:
    """A workshop at its address, with a browser for each of its people."""

    visitors: Visitors
    address: str
    phones: frozenset[str]
    _pages: dict[str, Page] = field(default_factory=dict)

    def page(self, name: str) -> Page:
        """The one browser of this person, opened at the first call."""
        if name not in self._pages:
            screen = PHONE if name in self.phones else WIDE
            self._pages[name] = self.visitors.page_as(name, viewport=screen, reduced_motion="reduce")
        return self._pages[name]

    def open(self, name: str, path: str = "") -> Page:
        page = self.page(name)
        page.goto(f"{self.address}{path}")
        return page

    def enter_room(self, name: str) -> Page:
        page = self.open(name, "/room")
        expect(page.get_by_text("Live: changes appear by themselves.")).to_be_visible()
        return page

    def everybody_is_at(self, names: Iterable[str], phase: str) -> None:
        """Their rooms were told; who has the cursor in a card is asked to follow, and does."""
        for name in names:
            page = self.page(name)
            expect(page.locator(".room-phase b")).to_have_text(phase)
            room = page.locator("#room")
            here = str(room.get_attribute("data-present"))
            if room.get_attribute("data-viewed") != here:
                page.get_by_role("link", name="Follow", exact=True).click()
            expect(room).to_have_attribute("data-viewed", here)

    def look(self, name: str) -> None:
        """axe, the dark, and a phone's width; then the window is as it was."""
        page = self.page(name)
        look_at(page)
        page.set_viewport_size(PHONE if name in self.phones else WIDE)

    def letters(self, name: str, subject: str, count: int = 1) -> list[EmailMessage]:
        """This person's letters with these words in the subject, once there are so many."""

        def found() -> list[EmailMessage]:
            return [each for each in self.visitors.site.letters_to(name) if subject in each["Subject"]]

        in_time(lambda: len(found()) >= count)
        return found()


def plan_meeting(page: Page, title: str) -> str:
    """A critical workshop in half an hour, with the template for Tricky Topics; its address."""
    page.goto(WORKSHOPS)
    page.get_by_role("link", name="Plan a workshop").first.click()
    soon = clock.local(clock.real_now() + timedelta(minutes=30))
    page.get_by_label("Title").fill(title)
    page.get_by_label("Purpose").fill("Agree on what is tricky, and on what to do about it.")
    page.get_by_label("Day of the meeting").fill(soon.strftime("%Y-%m-%d"))
    page.get_by_label("Time (UK)").fill(soon.strftime("%H:%M"))
    page.get_by_label("Link of the call").fill("https://teams.example.org/meet/42")
    page.get_by_label("Why missing it matters").fill("It fixes what we ask of the module team for next year.")
    page.get_by_role("button", name="Plan it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    return page.url[page.url.index("/networks/") :]


def invite_people(page: Page, names: Iterable[str]) -> None:
    """Tick each of them, and go back to the workshop's page."""
    page.get_by_role("link", name="Choose whom to invite").click()
    names = list(names)
    for name in names:
        page.get_by_role("checkbox", name=re.compile(rf"^{name.title()}, ")).check()
    page.get_by_role("button", name="Put them on the list").click()
    expect(page.locator(".people-list > li")).to_have_count(len(names) + 1)


def press(page: Page, label: str, then: str) -> None:
    """A button, and the words that show afterwards."""
    page.get_by_role("button", name=label, exact=True).first.click()
    expect(page.get_by_text(then).first).to_be_visible()


def decide(page: Page, label: str, then: str) -> None:
    """The same where the step asks once before it is taken."""
    page.get_by_role("button", name=label, exact=True).first.click()
    say_yes(page, label)
    expect(page.get_by_text(then).first).to_be_visible()


def writing(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your card")


def write_card(page: Page, words: str, kind: str | None = None) -> None:
    """A card, confirmed by the site."""
    writing(page).fill(words)
    if kind:
        page.get_by_label("What is it?").select_option(label=kind)
    page.get_by_role("button", name="Add the card").click()
    expect(page.locator("#own-cards .ws-card-text", has_text=words)).to_be_visible()
    expect(page.locator("#room-unsaved")).to_be_hidden()


def write_in_a_tunnel(page: Page, words: str) -> None:
    """The network goes before the card is sent; it stands as unsaved, and arrives when the network is back."""
    page.context.set_offline(True)
    writing(page).fill(words)
    page.get_by_role("button", name="Add the card").click()
    expect(page.locator("#room-unsaved")).to_contain_text(words)
    page.context.set_offline(False)
    expect(page.locator("#own-cards")).to_contain_text(words)
    expect(page.locator("#room-unsaved")).to_be_hidden()


def card(page: Page, words: str) -> Locator:
    return page.locator(".ws-loose .ws-card").filter(has=page.locator(".ws-card-text", has_text=words))


def theme(page: Page, title: str) -> Locator:
    return page.locator(".ws-theme").filter(has=page.get_by_role("heading", name=title, exact=True))


def move_to_new_theme(page: Page, words: str, title: str, seen_by: Iterable[Page] = ()) -> None:
    here = card(page, words)
    field = here.get_by_label("Name of the new theme")
    if not field.is_visible():
        here.get_by_text("or to a new theme").click()
    field.fill(title)
    here.get_by_role("button", name="Move", exact=True).click()
    seen([page, *seen_by], words, title)


def move_to_theme(page: Page, words: str, title: str, seen_by: Iterable[Page] = ()) -> None:
    here = card(page, words)
    here.locator("select").select_option(label=title)
    here.get_by_role("button", name="Move", exact=True).click()
    seen([page, *seen_by], words, title)


def seen(pages: Iterable[Page], words: str, title: str) -> None:
    """Each of these pages shows the card in the theme: nothing is on its way that would move the next one."""
    for page in pages:
        expect(theme(page, title)).to_contain_text(words)


def merge_themes(page: Page, title: str, into: str) -> None:
    theme(page, title).get_by_role("link", name=re.compile("Rename, merge")).click()
    page.get_by_role("combobox", name="Merge it into").select_option(label=into)
    page.get_by_role("button", name="Merge", exact=True).click()
    say_yes(page, "Merge")
    expect(theme(page, into)).to_contain_text(f"with what was in “{title}”")


def give_dots(page: Page, dots: dict[str, int], *, by_button: bool = False) -> None:
    """An allocation as a whole, with the numbers or with the buttons beside them."""
    for title, count in dots.items():
        if by_button:
            for _ in range(count):
                page.get_by_role("button", name=f"One dot more for {title}").click()
        else:
            page.get_by_label(title, exact=True).fill(str(count))
    page.get_by_role("button", name="Give these dots").click()


def rank(page: Page, titles: Iterable[str]) -> None:
    for place, title in zip(("First", "Second", "Third"), titles, strict=False):
        page.get_by_label(f"{place} place").select_option(label=title)
    page.get_by_role("button", name="Hand in the ballot").click()


def in_a_month() -> str:
    return (clock.real_now() + timedelta(days=30)).strftime("%Y-%m-%d")


def end_theme(page: Page, title: str, kind: str, **fields: str) -> None:
    """What becomes of a theme: `fields` by their labels; the owner is chosen, all else is written."""
    page.get_by_role("link", name=re.compile(f"^Say what becomes of it ?: {title}")).click()
    page.get_by_label(kind).check()
    for label, value in fields.items():
        box = page.get_by_label(re.compile(rf"^{label}(\s|$)"))
        if label == "Who sees to it":
            box.select_option(label=value)
        else:
            box.fill(value)
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("The outcome is recorded.")).to_be_visible()


def link_in(letter: EmailMessage, path: str) -> str:
    """The address in a letter that has this in it."""
    plain = letter.get_body(("plain",))
    assert plain is not None
    found = re.search(rf"http://\S+{path}\S*", plain.get_content())
    assert found, f"no link to {path} in {plain.get_content()}"
    return found[0]


def entry_of(letter: EmailMessage) -> str:
    """By which name a calendar knows the invitation."""
    (part,) = [each for each in letter.walk() if each.get_content_type() == "text/calendar"]
    text = part.get_content()
    assert "METHOD:REQUEST" in text
    found = re.search(r"^UID:(\S+)", text, re.MULTILINE)
    assert found
    return found[1]
