"""The tutorial, sentence by sentence: whoever it names does what it says, and finds the words that it says are there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import loop, meeting
from tests.browser.tutorial import Step, steps
from tests.browser.visitors import Visitors, say_yes

pytestmark = pytest.mark.browser

TITLE = "The sign that is lost in the second line"
POST = "They write \\(-(a - b) = -a - b\\), and the second sign is lost in every long line."
BLOCKS = ("A minus sign belongs to the whole bracket", "Every term changes", "Checking with a number")
PROPOSAL = "One line a day in which a sign is lost on purpose"
CARD = "The sign before a bracket changes the first term only."
MST124, WORKSHOP = "/networks/mst124", "/networks/mst124/workshops/1"

Steps = dict[tuple[int, int], Step]


def test_the_tutorial_is_true(visitors: Visitors) -> None:
    told = steps()
    tutor, topic = a_tutor_speaks(visitors, told)
    moderator = visitors.page_as(told[2, 1].login())
    chair = visitors.page_as(told[2, 4].login())
    intervention = it_is_decided(told, tutor, moderator, chair, topic)
    team = visitors.page_as(told[3, 1].login())
    it_is_made(told, team, chair, topic, intervention)
    it_is_measured(told, moderator, team, intervention)
    it_is_answered(told, tutor, team, chair, topic)
    in_a_workshop(visitors, told, moderator)
    assert {place: step.unread for place, step in told.items() if step.unread} == {}


def follow(page: Page, step: Step, words: str) -> None:
    """Choose the first link or button that says this."""
    name = re.compile(rf"^{re.escape(step.shown(words))}")
    page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name)).first.click()


def reads(page: Page, step: Step, words: str) -> None:
    expect(page.get_by_text(step.shown(words), exact=True).first).to_be_visible()


def a_tutor_speaks(visitors: Visitors, told: Steps) -> tuple[Page, str]:
    home, said, raised, parts = (told[1, number] for number in range(1, 5))
    tutor = visitors.page_as(home.login())
    tutor.goto("/")
    for words in ("Home", "New to you", "Your networks"):
        begins = re.compile(f"^{re.escape(home.shown(words))}")  # a number may follow
        expect(tutor.get_by_role("heading", name=begins)).to_be_visible()
    expect(tutor.locator(".waits .entry").first).to_be_visible()
    follow(tutor, said, "MST124")
    follow(tutor, said, "All forums")
    follow(tutor, said, "About Tricky Topics")
    follow(tutor, said, "Start a discussion")
    tutor.get_by_label("Title").fill("Signs in long lines")
    tutor.get_by_label("Your post").fill(POST)
    follow(tutor, said, "Preview")
    expect(tutor.get_by_label("Preview").locator(".katex").first).to_be_visible()
    follow(tutor, said, "Publish")
    tutor.get_by_text(raised.shown("Raise as…")).first.click()
    follow(tutor, raised, "a Tricky Topic")
    tutor.get_by_label("Title").press_sequentially("Algebraic fractions under pressure")
    expect(tutor.locator("#similar")).to_contain_text("Algebraic fractions and rearranging under pressure")
    tutor.get_by_label("Title").fill(TITLE)
    follow(tutor, raised, "Raise it")
    expect(tutor.get_by_role("link", name="from a post")).to_be_visible()
    topic = tutor.url.split("#")[0]
    take_apart(tutor, parts, topic)
    return tutor, topic


def take_apart(tutor: Page, parts: Step, topic: str) -> None:
    follow(tutor, parts, "Name the first")
    for number, words in enumerate(BLOCKS, 1):
        tutor.get_by_label("Stumbling block", exact=True).fill(words)
        tutor.get_by_role("button", name="Add it").click()
        expect(tutor.locator(".anatomy--edit > li")).to_have_count(number)
    tutor.goto(topic)
    follow(tutor, parts, "Add a problem example")
    tutor.get_by_label("What students write or say").fill("\\(-(a - b) = -a - b\\)")
    for words in BLOCKS:
        tutor.get_by_label(words).check()
    tutor.locator("input[name=codes]").first.check()
    tutor.get_by_role("button", name="Add it").click()
    expect(tutor.get_by_role("heading", level=1)).to_have_text(TITLE)


def it_is_decided(told: Steps, tutor: Page, moderator: Page, chair: Page, topic: str) -> str:
    taken_up, mapped, _, prioritised, proposed, accepted = (told[2, number] for number in range(1, 7))
    moderator.goto("/")
    expect(moderator.get_by_role("heading", name=taken_up.shown("Home"), exact=True)).to_be_visible()
    mine = moderator.locator(".waits", has=moderator.get_by_role("heading", name=taken_up.shown("To decide and do")))
    moderator.get_by_text(taken_up.shown("more, which wait less urgently")).first.click()
    mine.get_by_role("link", name=TITLE, exact=True).click()
    follow(moderator, taken_up, "Take up for discussion")
    expect(moderator.get_by_label("What the shortlist asks for")).to_be_visible()
    loop.step(moderator, topic, taken_up.shown("Put on the shortlist"))

    follow(moderator, mapped, "Map it to the module")
    moderator.get_by_label("First presentation week").fill("1")
    moderator.get_by_label("Last presentation week").fill("3")
    moderator.get_by_label("Assessments that test it").fill("TMA01")
    moderator.get_by_role("button", name="Save the mapping").click()
    reads(moderator, mapped, "What students did")
    expect(moderator.get_by_role("heading", name="What tutors say", exact=True)).to_be_visible()
    expect(moderator.locator("figure.chart svg").first).to_be_attached()

    loop.vote(tutor, topic, 1)
    expect(tutor.locator(".ballot-of")).to_have_text("1 of 37 who can vote")
    loop.step(chair, topic, prioritised.shown("Prioritise"), "It costs marks in every unit.")
    return proposed_and_accepted(tutor, chair, topic, proposed, accepted)


def proposed_and_accepted(tutor: Page, chair: Page, topic: str, proposed: Step, accepted: Step) -> str:
    tutor.goto(topic)
    follow(tutor, proposed, "Propose an intervention")
    tutor.get_by_label("What is proposed").fill(PROPOSAL)
    tutor.get_by_label("Why this would help").fill("They would look for the sign, and not only for the number.")
    tutor.get_by_label("Which measure").select_option("pass share")
    tutor.get_by_label("On which assessment or question").fill("TMA01")
    tutor.get_by_label("Which direction").select_option(label="Up")
    tutor.get_by_label("By how many points").fill("5")
    tutor.get_by_label("In which presentation").select_option(label="17J")
    tutor.get_by_role("button", name="Propose it").click()
    expect(tutor.get_by_role("heading", level=1)).to_have_text(PROPOSAL)
    intervention = tutor.url.split("#")[0]

    chair.goto(intervention)
    chair.get_by_label(accepted.shown("Accept it")).check()
    chair.get_by_label("Why", exact=True).fill("It costs nothing.")
    chair.get_by_label("It agrees with the vote").check()
    chair.get_by_role("button", name="Record the decision").click()
    follow(chair, accepted, "Agree an action")
    chair.get_by_label("Action agreed").fill("Write thirty such lines")
    chair.get_by_label("Lead").select_option(label="MST124 Module Team Member 2")
    chair.get_by_label("Due").fill("2018-09-14")
    chair.get_by_label("Success indicator").fill("They are in the tutors’ guide.")
    chair.get_by_role("button", name="Agree it").click()
    expect(chair.get_by_role("heading", level=1)).to_have_text("Write thirty such lines")
    return intervention


def it_is_made(told: Steps, team: Page, chair: Page, topic: str, intervention: str) -> None:
    made = told[3, 1]
    for who, label in ((team, "Start designing"), (team, "Put into production"), (chair, "Approve as ready")):
        loop.press(who, intervention, made.shown(label), "")
    chair.goto(intervention)
    expect(chair.get_by_label("Live in").locator("option", has_text="18J")).to_have_count(1)
    chair.get_by_label("Live in").select_option(label="17J")
    chair.get_by_label("Since").fill("2018-04-23")
    follow(chair, made, "Record that it is live")
    say_yes(chair, "Record that it is live")
    expect(chair.get_by_text("Live in 17J since").first).to_be_visible()
    chair.goto(topic)
    expect(chair.get_by_role("listitem").filter(has_text="went live in week 29 of 17J")).to_be_visible()


def it_is_measured(told: Steps, moderator: Page, team: Page, intervention: str) -> None:
    measured = told[3, 2]
    team.goto(intervention)
    follow(team, measured, "Record the outcome")
    expect(team.get_by_text("“associated with”, never “caused by”")).to_be_visible()
    team.get_by_label(measured.shown("Not enough data")).check()
    team.get_by_label("In words").fill("There is nothing to compare it with.")
    team.get_by_label("I have gone through this list").check()
    team.get_by_role("button", name="Record the outcome").click()
    expect(team.get_by_role("heading", name="What it did")).to_be_visible()
    moderator.goto("/networks/s215/forums/data-room")
    follow(moderator, measured, "Results for 17J")
    expect(moderator.get_by_text("Read the caveats first")).to_be_visible()


def it_is_answered(told: Steps, tutor: Page, team: Page, chair: Page, topic: str) -> None:
    closed, read = told[3, 3], told[3, 4]
    loop.step(chair, topic, closed.shown("Close: not enough data"))
    closed.shown("Draft a reply")
    reply = loop.draft_reply(team, topic)
    loop.press(chair, reply, closed.shown("Approve"), "Approved by")
    label = closed.shown("Publish and tell everyone who spoke")
    loop.decide(chair, reply, label, "You said")
    tutor.goto("/home")
    follow(tutor, read, "Inbox")
    tutor.get_by_role("button", name="You said, we did").filter(has_text=TITLE).click()
    tutor.goto(topic)
    expect(tutor.locator(".loop li")).to_have_count(7)
    expect(tutor.locator(".loop").get_by_text(read.shown("not needed"))).to_have_count(1)
    expect(tutor.locator(".loop time")).to_have_count(6)


def in_a_workshop(visitors: Visitors, told: Steps, moderator: Page) -> None:
    added, sorted_in, voted, over = (told[4, number] for number in range(1, 5))
    absent = visitors.page_as(added.login())
    absent.goto("/")
    expect(absent.get_by_role("heading", name=added.shown("Home"), exact=True)).to_be_visible()
    follow(absent, added, "Read the board and add to it")
    absent.get_by_role("button", name=re.compile(added.shown("I see this too"))).first.click()
    expect(absent.get_by_text("You see this too.", exact=True)).to_be_visible()
    expect(absent.locator("#what-is-stored")).to_contain_text("No name is stored")
    meeting.writing(absent).fill(CARD)
    absent.get_by_role("button", name="Add the card").click()
    expect(meeting.card(absent, CARD)).to_be_visible()

    moderator.goto(f"{WORKSHOP}/board")
    expect(moderator.get_by_role("heading", name=re.compile(sorted_in.shown("Added later")))).to_be_visible()
    expect(meeting.card(moderator, CARD)).to_contain_text(sorted_in.shown("Move to…"))
    meeting.move_to_theme(moderator, CARD, "Algebraic fractions and rearranging under pressure")
    follow(moderator, sorted_in, "Undo")
    expect(meeting.card(moderator, CARD)).to_be_visible()

    moderator.goto(WORKSHOP)
    follow(moderator, voted, "Open the final ballot")
    say_yes(moderator, "Open the final ballot")
    assert voted.login() == added.login()
    absent.goto(f"{WORKSHOP}/ballot")
    reads(absent, voted, "Rank the themes")
    meeting.rank(absent, ["Choosing an integration method"])
    expect(absent.get_by_text("nothing says which one is yours")).to_be_visible()
    one_that_is_over(moderator, over)


def one_that_is_over(moderator: Page, over: Step) -> None:
    moderator.goto("/")
    follow(moderator, over, "S215")
    follow(moderator, over, "All workshops")
    moderator.get_by_role("link", name="What is tricky in S215").first.click()
    here = moderator.url
    follow(moderator, over, "The results")
    expect(moderator.get_by_text("17 of 29").first).to_be_visible()
    moderator.goto(here)
    follow(moderator, over, "The write-up")
    expect(moderator.get_by_text("a kit would be a cost").first).to_be_visible()
