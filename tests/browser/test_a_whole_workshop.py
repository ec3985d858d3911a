"""A whole workshop, from the invitation to the published outcomes: Marek and eight participants, each in a browser.

Amina has no mouse, Ben a phone, Tomos loses the network while he writes and while he votes, and Saoirse is away when
the others meet: she adds to the board afterwards, votes last, and reads what became of what she said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.core.db import db
from app.workshops.models import Ballot, Contribution, PseudonymousPart, Round, Voter
from tests.browser import meeting
from tests.browser import test_keyboard_only as keys
from tests.browser.meeting import Meeting
from tests.browser.said_and_voted import (
    AFTER,
    ARROWS,
    BEFORE,
    DOTS,
    IN_IT,
    MOLES,
    PACE,
    PARTICIPANTS,
    PRESENT,
    RANKED,
    TITLE,
)
from tests.browser.site import Site, inside, serving, tell_the_cast
from tests.browser.visitors import Visitors
from tests.conftest import DATABASES
from tests.postgres import new_database

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module", params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    return "" if request.param == "sqlite" else new_database()


@pytest.fixture(scope="module")
def site(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tests' cast, who have never met."""
    folder = tmp_path_factory.mktemp("meeting")
    with inside(folder, database_url):
        tell_the_cast()
    with serving(folder, {"DATABASE_URL": database_url} if database_url else {}) as running:
        yield running


def test_from_the_invitation_to_the_published_outcomes(visitors: Visitors, site: Site, database_url: str) -> None:
    meet = invited(visitors)
    collected(meet)
    met(meet)
    with inside(site.data_dir, database_url):
        assert db.session.scalar(select(func.count()).select_from(Contribution)) == len(BEFORE) + len(IN_IT)
    caught_up(meet)
    voted(meet)
    with inside(site.data_dir, database_url):
        sealed = select(Ballot.person_id).join(Round, Round.id == Ballot.round_id).where(Round.final)
        assert list(db.session.scalars(sealed)) == [None] * len(RANKED)
        in_rounds = PseudonymousPart.scope.startswith("round-")
        assert db.session.scalar(select(func.count()).where(in_rounds)) == len(RANKED)
        assert db.session.scalar(select(func.count()).where(Voter.submitted)) == 0, "by name only when it is over"
    counted(meet)
    concluded(meet)
    published(meet)
    visitors.faults[:] = [fault for fault in visitors.faults if not meeting.OFFLINE.search(fault)]


def invited(visitors: Visitors) -> Meeting:
    """Planned, sent, and answered by the link of each letter, without signing in."""
    marek = visitors.page_as("marek", reduced_motion="reduce")
    meet = Meeting(visitors, meeting.plan_meeting(marek, TITLE), frozenset({"ben"}), {"marek": marek})
    meeting.invite_people(marek, PARTICIPANTS)
    meet.look("marek")
    meet.open("marek")
    meeting.decide(marek, "Send the invitations", "The invitations are on their way")
    meet.look("marek")
    somebody = visitors.page()
    entries = set()
    for name in PARTICIPANTS:
        (letter,) = meet.letters(name, TITLE)
        somebody.goto(meeting.link_in(letter, "/workshops/answer/"))
        somebody.get_by_label("I cannot come" if name == "saoirse" else "I will be there").check()
        meeting.press(somebody, "Send the answer", "Your answer is noted.")
        entries.add(meeting.entry_of(letter))
    assert len(entries) == 1, "all have the same entry in their calendars"
    return meet


def collected(meet: Meeting) -> None:
    """Days before: each writes alone, and nobody is sent what the others wrote."""
    marek = meet.open("marek")
    meeting.decide(marek, "Open for contributions", "everybody invited can write cards now.")
    for name in PRESENT:
        meet.enter_room(name)
    amina = meet.page("amina")
    keys.fill(amina, "Your card", BEFORE["amina"])
    keys.press(amina, "Add the card")
    expect(amina.locator("#own-cards")).to_contain_text(BEFORE["amina"])
    meeting.write_card(meet.page("ben"), BEFORE["ben"])
    meeting.write_card(meet.page("dilys"), BEFORE["dilys"])
    meeting.write_in_a_tunnel(meet.page("tomos"), BEFORE["tomos"])
    for name in PRESENT:
        expect(meet.page(name).locator("#counts [data-count=cards]")).to_have_text(str(len(BEFORE)))
    nobody_reads_the_others(meet, BEFORE)
    meet.look("ben")


def nobody_reads_the_others(meet: Meeting, written: dict[str, str]) -> None:
    for name in (*PRESENT, "marek"):
        held = meet.page(name).content()
        assert [words for writer, words in written.items() if writer != name and words in held] == []


def met(meet: Meeting) -> None:
    marek = meet.open("marek")
    meeting.press(marek, "Start the meeting", "You facilitate")
    meet.everybody_is_at(PRESENT, "Arrive")
    expect(marek.locator("[data-count=here]")).to_have_text(str(len(PRESENT) + 1))
    meet.look("marek")
    on_to(meet, "Write in silence")
    for name, words in IN_IT.items():
        kind = "Other issue: pace, tools, rules, and what is no concept" if name == "spencer" else None
        meeting.write_card(meet.page(name), words, kind)
    nobody_reads_the_others(meet, BEFORE | IN_IT)
    on_to(meet, "Read and clarify")
    for name in (*PRESENT, "marek"):
        for words in (BEFORE | IN_IT).values():
            expect(meet.page(name).locator(".ws-loose .ws-card-text", has_text=words)).to_be_visible()
    on_to(meet, "Group")
    grouped(meet)
    on_to(meet, "Straw vote")
    given(meet)
    on_to(meet, "Discuss")
    expect(marek.locator(".ws-theme h3").first).to_have_text(ARROWS)
    on_to(meet, "Commit")
    expect(meet.page("ravi").get_by_text("Not decided yet.")).to_have_count(3)
    meet.look("ravi")
    marek.get_by_text("End the meeting", exact=True).click()
    meeting.decide(marek, "Open the board for additions", "The board is open: everybody invited can read it")
    for name in PRESENT:
        expect(meet.page(name)).to_have_url(re.compile("/board$"))


def on_to(meet: Meeting, phase: str) -> None:
    meet.page("marek").get_by_role("button", name=f"On to {phase}").click()
    meet.everybody_is_at((*PRESENT, "marek"), phase)


def grouped(meet: Meeting) -> None:
    """With a mouse, with keys alone and on a phone; merged, undone and merged again."""
    marek, amina, ben, dilys = movers = [meet.page(name) for name in ("marek", "amina", "ben", "dilys")]
    meeting.move_to_new_theme(marek, BEFORE["amina"], ARROWS, movers)
    moved_by_keys(amina, IN_IT["ravi"], movers)
    meeting.move_to_new_theme(ben, BEFORE["ben"], "Charges", movers)
    meeting.move_to_new_theme(dilys, BEFORE["dilys"], MOLES, movers)
    meeting.move_to_theme(dilys, BEFORE["tomos"], MOLES, movers)
    meeting.move_to_theme(ben, IN_IT["wanda"], MOLES, movers)
    meeting.move_to_new_theme(marek, IN_IT["spencer"], PACE, movers)
    meeting.merge_themes(dilys, "Charges", ARROWS)
    dilys.get_by_role("button", name=re.compile("^Undo:")).click()
    expect(meeting.theme(dilys, "Charges")).to_contain_text(BEFORE["ben"])
    meeting.merge_themes(dilys, "Charges", ARROWS)
    expect(meeting.theme(marek, ARROWS)).to_contain_text(BEFORE["ben"])
    meet.look("amina")


def moved_by_keys(page: Page, words: str, movers: list[Page]) -> None:
    here = meeting.card(page, words)
    keys.tab_to(page, here.locator("select"))
    page.keyboard.type(ARROWS)
    keys.tab_to(page, here.get_by_role("button", name="Move", exact=True))
    page.keyboard.press("Enter")
    meeting.seen(movers, words, ARROWS)


def given(meet: Meeting) -> None:
    """Dots by keys, by buttons on a phone, and by somebody whose network goes in mid-vote."""
    amina, tomos = meet.page("amina"), meet.page("tomos")
    for title, count in DOTS["amina"].items():
        keys.fill(amina, title, str(count))
    keys.press(amina, "Give these dots")
    tomos.context.set_offline(True)
    meeting.give_dots(tomos, DOTS["tomos"])
    expect(tomos.get_by_text("Not sent yet: the site does not answer.")).to_be_visible()
    for name in ("ben", "dilys", "ravi", "wanda", "spencer"):
        meeting.give_dots(meet.page(name), DOTS[name], by_button=name == "ben")
        expect(meet.page(name).get_by_text("5 dots given, 0 left.")).to_be_visible()
    tomos.context.set_offline(False)
    expect(tomos.get_by_text("5 dots given, 0 left.")).to_be_visible()
    expect(meet.page("marek").locator("[data-count=voted]")).to_have_text(str(len(PRESENT)))
    meet.look("ben")


def caught_up(meet: Meeting) -> None:
    """The one letter to Saoirse leads to the board; Marek puts her card where it belongs."""
    (letter,) = meet.letters("saoirse", "You can still add to it")
    assert not any(meet.letters(name, "You can still add to it", count=0) for name in PRESENT)
    saoirse = meet.page("saoirse")
    saoirse.goto(meeting.link_in(letter, "/board"))
    meet.look("saoirse")
    saoirse.get_by_role("button", name=f"I see this too: {MOLES}").click()
    expect(meeting.theme(saoirse, MOLES)).to_contain_text("You see this too.")
    meeting.writing(saoirse).fill(AFTER)
    saoirse.get_by_role("button", name="Add the card").click()
    expect(saoirse.locator("#tray")).to_contain_text(AFTER)
    meet.open("marek", "/board")
    meeting.move_to_theme(meet.page("marek"), AFTER, ARROWS)


def voted(meet: Meeting) -> None:
    """A sealed ballot for present and absent alike; what they chose is shown to nobody yet."""
    meeting.decide(meet.open("marek"), "Open the final ballot", "The final ballot is open to everybody")
    for name, titles in RANKED.items():
        page = meet.open(name, "/ballot")
        if name == "amina":
            ranked_by_keys(page, titles)
        else:
            meeting.rank(page, titles)
        expect(page.get_by_role("heading", name="Rank the themes")).to_have_count(0)
        expect(page.get_by_text("Your ballot is in").first).to_be_visible()
    page = meet.open("saoirse", "/results")
    expect(page.get_by_text(f"{len(RANKED)} of 9 have voted so far.")).to_be_visible()
    assert "Points" not in page.content()
    meet.open("spencer", "/ballot")
    meet.look("spencer")


def ranked_by_keys(page: Page, titles: tuple[str, ...]) -> None:
    for place, title in zip(("First", "Second", "Third"), titles, strict=False):
        keys.tab_to(page, page.get_by_label(f"{place} place"))
        page.keyboard.type(title)
    keys.press(page, "Hand in the ballot")


def counted(meet: Meeting) -> None:
    """Three points for a first place, two for a second, one for a third; 7 of 9 voted."""
    meeting.decide(meet.open("marek"), "Close the workshop", "The workshop is closed.")
    page = meet.open("saoirse", "/results")
    places = {
        ARROWS: ["1", "16", "76%", "6 of 7 (86%)", "1"],
        MOLES: ["2", "11", "52%", "5 of 7 (71%)", "1"],
        PACE: ["3", "9", "43%", "5 of 7 (71%)", "1"],
    }
    table = page.locator("table.results").first
    for title, numbers in places.items():
        expect(table.get_by_role("row", name=title).get_by_role("cell")).to_have_text(numbers)
    expect(page.get_by_text("7 of 9 voted (78%)")).to_be_visible()
    straw = page.get_by_role("region", name="The straw vote in the meeting")
    for title, dots in ((ARROWS, "14"), (MOLES, "13"), (PACE, "8")):
        expect(straw.get_by_role("row", name=title).get_by_role("cell").nth(1)).to_have_text(dots)
    meet.look("saoirse")


def concluded(meet: Meeting) -> None:
    """A Tricky Topic and an action with their owners and dates, and a reason where nothing will be done."""
    marek = meet.open("marek", "/outcomes")
    meet.look("marek")
    topic = {"Who sees to it": "Tomos", "By when": meeting.in_a_month()}
    meeting.end_theme(marek, ARROWS, "A Tricky Topic, with its cards as stumbling blocks and examples", **topic)
    action = {"Title": "Write a page on moles", "Who sees to it": "Ben", "By when": meeting.in_a_month()}
    meeting.end_theme(marek, MOLES, "An action with an owner and a date", **action)
    reason = {"Why nothing will be done": "The faculty sets the dates of all modules."}
    meeting.end_theme(marek, PACE, "No action, because…", **reason)
    expect(marek.get_by_text("3 of 3 themes have an outcome.")).to_be_visible()


def published(meet: Meeting) -> None:
    """Edited, confirmed recipient by recipient, sent; and Saoirse finds what became of what she said."""
    marek = meet.open("marek", "/write-up")
    meet.look("marek")
    marek.get_by_role("link", name=re.compile("^Edit ?: What it was for")).click()
    marek.get_by_label("Words").fill("We agreed on one Tricky Topic, and on who writes the page on moles.")
    marek.get_by_role("button", name="Save").click()
    expect(marek.get_by_text("In the words of Marek")).to_be_visible()
    marek.get_by_role("link", name="Publish", exact=True).first.click()
    meet.look("marek")
    marek.get_by_role("checkbox", name="Spencer").uncheck()
    meeting.press(marek, "Publish and send", "The write-up is published.")
    for name in (*RANKED, "marek"):
        assert len(meet.letters(name, "The write-up: ")) == 1
    assert meet.letters("spencer", "The write-up: ", count=0) == []
    saoirse = meet.page("saoirse")
    saoirse.goto(meeting.link_in(meet.letters("saoirse", "The write-up: ")[0], "/write-up"))
    for words in ("9 people were invited.", AFTER, "The faculty sets the dates", "We agreed on one Tricky Topic"):
        expect(saoirse.get_by_text(words).first).to_be_visible()
    for made in (f"Tricky Topic 1: {ARROWS}", "Action 1: Write a page on moles"):
        expect(saoirse.get_by_role("link", name=made)).to_be_visible()
    meet.look("saoirse")
    saoirse.get_by_role("link", name=f"Tricky Topic 1: {ARROWS}").click()
    expect(saoirse.get_by_text(AFTER).first).to_be_visible()
