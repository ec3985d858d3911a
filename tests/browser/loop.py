"""The steps of the loop as a person takes them on the pages: links, fields and buttons by the words they show."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.visitors import say_yes

S215 = "/networks/s215"
POST = "Many draw the curly arrow from the proton to the double bond: \\(\\ce{H+ + C2H4}\\) starts the wrong way round."
TITLE = "Which way a curly arrow points"
BLOCKS = (
    "Sees that an arrow shows electrons, not atoms",
    "Finds the pair of electrons that moves",
    "Knows where the pair ends: \\(\\ce{C-C}\\) or lone pair",
)
PROPOSAL = "Ten-minute drill: where does the arrow start?"


def post_in_forum(page: Page, *, network: str = S215, script: bool = True) -> None:
    """A new discussion in the forum of Tricky Topics; ends on its page."""
    page.goto(f"{network}/forums/tricky-topics")
    page.get_by_role("link", name="Start a discussion").click()
    page.get_by_label("Title").fill("Arrows the wrong way round")
    page.get_by_label("Your post").fill(POST)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Arrows the wrong way round")
    if script:
        expect(page.locator(".post .katex")).not_to_have_count(0)


def raise_as_topic(page: Page) -> str:
    """From the first post of the discussion; the address of the new topic."""
    page.get_by_text("Raise as…").first.click()
    page.get_by_role("link", name="a Tricky Topic").first.click()
    statement = page.get_by_label("Statement")
    expect(statement).to_have_value(re.compile("curly arrow"))
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("button", name="Raise it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_role("link", name="from a post")).to_be_visible()
    return page.url.split("#")[0].removeprefix(page.url[: page.url.index("/networks/")])


def take_apart(page: Page, topic: str) -> None:
    """Three stumbling blocks, and an example that shows the first."""
    page.goto(f"{topic}/blocks")
    for number, words in enumerate(BLOCKS, 1):
        page.get_by_label("Stumbling block", exact=True).fill(words)
        page.get_by_role("button", name="Add it").click()
        expect(page.locator(".anatomy--edit > li")).to_have_count(number)
    page.goto(f"{topic}/examples/new")
    page.get_by_label("What students write or say").fill("“The H+ attacks the alkene, so the arrow starts at H+.”")
    page.get_by_label(BLOCKS[0]).check()
    page.locator("input[name=codes]").first.check()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_text("so the arrow starts at H+").first).to_be_visible()


def map_to_module(page: Page, topic: str) -> None:
    """Two weeks and one assessment; the figures appear on the topic's page."""
    page.goto(topic)
    page.get_by_role("link", name="Map it to the module").click()
    page.get_by_label("First presentation week").fill("9")
    page.get_by_label("Last presentation week").fill("11")
    page.get_by_label("Assessments that test it").fill("TMA02")
    page.get_by_role("button", name="Save the mapping").click()
    expect(page.get_by_text("9 to 11").first).to_be_visible()
    expect(page.locator("figure.chart svg").first).to_be_attached()


def step(page: Page, topic: str, label: str, reason: str = "") -> None:
    """One move of a topic, by its button; confirmed on the page of the step where there is one."""
    page.goto(topic)
    band = page.locator(".standing")
    button = band.get_by_text(label, exact=True)
    if not button.is_visible():
        band.get_by_text("Other steps", exact=True).click()
    button.click()
    if "/steps/" in page.url:
        page.get_by_label("Why").fill(reason)
        page.get_by_role("button", name=label).click()
    expect(page.get_by_text("Done. It is now")).to_be_visible()


def answer(page: Page, topic: str, words: str) -> None:
    """A post in the discussion under the topic."""
    page.goto(topic)
    page.get_by_label("Your reply").fill(words)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".post-body").filter(has_text=words)).to_be_visible()


def vote(page: Page, topic: str, count: int) -> None:
    """One vote more; the button says the new count without a new page."""
    page.goto(topic)
    box = page.locator(".ballot")
    box.get_by_role("button").click()
    expect(box.get_by_role("button")).to_have_attribute("aria-pressed", "true")
    expect(box.locator("b").first).to_have_text(str(count))


def propose(page: Page, topic: str, *, run: str = "18J") -> str:
    """An intervention for the topic with a prediction; its address."""
    page.goto(topic)
    page.get_by_role("link", name="Propose an intervention").click()
    page.get_by_label("What is proposed").fill(PROPOSAL)
    expect(page.get_by_role("checkbox", name=TITLE, checked=True)).to_have_count(1)
    page.get_by_label("Why this would help").fill("They would practise the first half of each arrow before the second.")
    page.get_by_label("Which measure").select_option("pass share")
    page.get_by_label("On which assessment or question").fill("TMA02")
    page.get_by_label("Which direction").select_option(label="Up")
    page.get_by_label("By how many points").fill("10")
    page.get_by_label("In which presentation").select_option(label=run)
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PROPOSAL)
    return page.url.split("#")[0]


def support(page: Page, intervention: str) -> None:
    page.goto(intervention)
    page.get_by_role("button", name="Support this").click()
    expect(page.get_by_role("button", name="Take my support back")).to_be_visible()


def accept(page: Page, intervention: str) -> None:
    """The chair's decision, with its reason and how it stands to the vote."""
    page.goto(intervention)
    page.get_by_label("Accept it").check()
    page.get_by_label("Why", exact=True).fill("Small, cheap, and it goes to the root.")
    page.get_by_label("It agrees with the vote").check()
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Small, cheap, and it goes to the root.").first).to_be_visible()


def press(page: Page, address: str, label: str, then: str) -> None:
    """A button that needs nothing else, and the words that show afterwards."""
    page.goto(address)
    page.get_by_role("button", name=label).click()
    expect(page.get_by_text(then).first).to_be_visible()


def decide(page: Page, address: str, label: str, then: str) -> None:
    """A button that asks once before it does something, and the words that show afterwards."""
    page.goto(address)
    page.get_by_role("button", name=label).click()
    say_yes(page, label)
    expect(page.get_by_text(then).first).to_be_visible()


def go_live(page: Page, intervention: str, *, run: str = "17J") -> None:
    page.goto(intervention)
    page.get_by_label("Live in").select_option(label=run)
    page.get_by_role("button", name="Record that it is live").click()
    say_yes(page, "Record that it is live")
    expect(page.get_by_text(f"Live in {run} since").first).to_be_visible()


def record_outcome(page: Page, intervention: str, *, before: str = "16J") -> None:
    """Figures before and after, and the list of other explanations gone through."""
    page.goto(intervention)
    page.get_by_role("link", name="Record the outcome").click()
    page.get_by_label("Measure", exact=True).select_option("pass share")
    page.get_by_label("Presentation before").select_option(label=before)
    page.get_by_label("Figure before").fill("50")
    page.get_by_label("Figure after").fill("64")
    page.get_by_label("Improved").check()
    page.get_by_label("In words").fill("Released in time, and most opened it.")
    page.get_by_label("I have gone through this list").check()
    page.get_by_role("button", name="Record the outcome").click()
    expect(page.get_by_role("heading", name="What it did")).to_be_visible()


def agree_action(page: Page, intervention: str) -> str:
    """The one who agrees it is its lead; the action's address."""
    page.goto(f"{S215}/actions/new?intervention={intervention.rsplit('/', 1)[1]}")
    page.get_by_label("Action agreed").fill("Record the drill")
    page.get_by_label("Due").fill("2018-09-14")
    page.get_by_label("Success indicator").fill("It is on the module site before week 9.")
    page.get_by_role("button", name="Agree it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Record the drill")
    return page.url.split("#")[0]


def draft_reply(page: Page, topic: str) -> str:
    """Begun with what is on record; the draft's address."""
    page.goto(topic)
    page.get_by_role("link", name="Draft a reply").click()
    page.get_by_label("You said", exact=True).fill("Arrows start at the proton in too many scripts.")
    page.get_by_label("Done", exact=True).check()
    page.get_by_label("What we did, are doing, or why not").fill("A drill of ten minutes stands before week 9.")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_text("Waits for the chair, to approve the reply.")).to_be_visible()
    return page.url.split("#")[0]
