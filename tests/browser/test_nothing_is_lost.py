"""What people type is never lost: two tabs, a session that died, a page that was left, a refusal."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.loop import S215
from tests.browser.site import PASSWORD
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

START = f"{S215}/forums/tricky-topics/start"
WORDS = "Twenty minutes of thinking that nobody wants to type again."


def test_two_tabs_on_one_topic_the_second_is_shown_what_changed(visitors: Visitors) -> None:
    first = visitors.page_as("moderator1")
    second = first.context.new_page()
    for tab in (first, second):
        tab.goto(f"{S215}/topics/6/edit")
    save(first, "Disturb it, and it answers.")
    expect(first.get_by_role("heading", level=1)).to_be_visible()
    save(second, "Equilibria do not sit still.")
    note = second.get_by_role("alert").filter(has_text="Somebody saved a change")
    expect(note).to_contain_text("Disturb it, and it answers.")
    expect(second.get_by_label("Statement")).to_have_value("Equilibria do not sit still.")
    second.get_by_role("button", name=re.compile("Save")).click()
    expect(second.get_by_text("Equilibria do not sit still.").first).to_be_visible()
    expect(second).to_have_url(re.compile(r"/topics/6$"))


def save(tab: Page, words: str) -> None:
    tab.get_by_label("Statement").fill(words)
    tab.get_by_role("button", name=re.compile("Save")).click()
    tab.wait_for_load_state()


def test_a_session_that_died_gives_the_text_back_and_sends_it_once(visitors: Visitors) -> None:
    page = visitors.page_as("al11.s215")
    write(page, "The session dies here")
    page.context.clear_cookies()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please sign in first")
    page.get_by_label("E-mail address").fill("al11.s215@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in and go on").click()
    expect(page.locator("[name=body]")).to_have_value(WORDS)
    page.get_by_role("button", name="Send it again").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("The session dies here")
    expect(page.locator(".post")).to_have_count(1)
    page.goto(f"{S215}/forums/tricky-topics")
    expect(page.get_by_role("link", name="The session dies here")).to_have_count(1)


def write(page: Page, title: str) -> None:
    page.goto(START)
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your post").fill(WORDS)


def test_text_left_on_a_page_is_offered_again_until_it_is_sent(visitors: Visitors) -> None:
    page = visitors.page_as("al12.s215")
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "Left and found again")
    page.goto("/home")
    page.goto(START)
    expect(page.get_by_text("What you typed here earlier was not sent")).to_be_visible()
    expect(page.get_by_label("Your post")).to_have_value(WORDS)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Left and found again")
    page.goto(START)
    expect(page.get_by_label("Your post")).to_have_value("")


def test_text_typed_without_a_network_is_kept(visitors: Visitors) -> None:
    page = visitors.page_as("al13.s215")
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "Written in a tunnel")
    page.context.set_offline(True)
    page.get_by_role("button", name="Publish").click()
    page.wait_for_timeout(500)
    page.context.set_offline(False)
    visitors.faults[:] = [fault for fault in visitors.faults if "ERR_INTERNET_DISCONNECTED" not in fault]
    page.goto(START)
    expect(page.get_by_label("Your post")).to_have_value(WORDS)


def test_a_double_click_publishes_once(visitors: Visitors) -> None:
    page = visitors.page_as("al14.s215")
    write(page, "Pressed twice")
    page.get_by_role("button", name="Publish").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pressed twice")
    page.goto(f"{S215}/forums/tricky-topics")
    expect(page.get_by_role("link", name="Pressed twice")).to_have_count(1)


def test_mathematics_and_chemistry_are_set(visitors: Visitors) -> None:
    page = visitors.page_as("al15.s215")
    page.goto(START)
    page.get_by_label("Title").fill("Set in type")
    page.get_by_label("Your post").fill("\\(\\ce{2H2 + O2 -> 2H2O}\\) and\n\n\\[\\int_0^1 x^2\\,dx = \\tfrac13\\]")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".editor-preview .katex").first).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".post-body .katex")).to_have_count(2)
    expect(page.locator(".post-body .katex-display")).to_have_count(1)
    expect(page.locator(".post-body .katex-error")).to_have_count(0)


def leave(page: Page, address: str, label: str, words: str) -> None:
    page.goto(address)
    page.get_by_label(label).fill(words)
    page.goto("/home")


def test_a_draft_comes_back_only_under_the_post_that_it_answers(visitors: Visitors) -> None:
    page = visitors.page_as("al16.s215")
    page.on("dialog", lambda dialog: dialog.accept())
    write(page, "Two to answer")
    page.get_by_role("button", name="Publish").click()
    home = page.url.split("#")[0]
    page.get_by_label("Your reply").fill("A second post.")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".post")).to_have_count(2)
    first, second = (post.get_attribute("data-id") for post in page.locator(".post").all())
    leave(page, f"{home}/reply?to={first}", "Your reply", "To the first.")
    leave(page, f"{home}/reply?to={second}", "Your reply", "To the second.")
    leave(page, f"{home}/reply", "Your reply", "To all.")
    for address, words in ((f"?to={first}", "To the first."), (f"?to={second}", "To the second."), ("", "To all.")):
        page.goto(f"{home}/reply{address}")
        expect(page.get_by_label("Your reply")).to_have_value(words)
    page.goto(f"{home}/reply?back=/home&to={first}")
    expect(page.get_by_label("Your reply")).to_have_value("To the first.")
    page.goto(home)
    expect(page.get_by_label("Your reply")).to_have_value("To all.")
    page.goto(f"{home}/reply?to={first}")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".post")).to_have_count(3)
    page.goto(f"{home}/reply?to={first}")
    expect(page.get_by_label("Your reply")).to_have_value("")
    page.goto(f"{home}/reply?to={second}")
    expect(page.get_by_label("Your reply")).to_have_value("To the second.")


@pytest.mark.parametrize("kind", ["topics", "issues"])
def test_what_is_raised_from_a_post_quotes_that_post(visitors: Visitors, kind: str) -> None:
    page = visitors.page_as("al17.s215")
    page.on("dialog", lambda dialog: dialog.accept())
    address = f"{S215}/{kind}/new"
    page.goto(f"{address}?post=2")
    second = page.locator("[name=statement_md]").input_value()
    assert second.startswith(">")
    page.goto(f"{address}?post=1")
    first = page.locator("[name=statement_md]").input_value()
    assert first != second
    page.locator("[name=statement_md]").fill(f"{first}Put for everybody.")
    page.goto("/home")
    page.goto(f"{address}?post=2")
    expect(page.locator("[name=statement_md]")).to_have_value(second)
    page.goto(address)
    expect(page.locator("[name=statement_md]")).to_have_value("")
    page.goto(f"{address}?post=1")
    expect(page.locator("[name=statement_md]")).to_have_value(f"{first}Put for everybody.")


def test_going_back_and_publishing_again_makes_nothing_twice(visitors: Visitors) -> None:
    page = visitors.page_as("al14.s215")
    write(page, "Published once")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Published once")
    there = page.url
    page.go_back()
    fill(page, "Published once")
    page.get_by_role("button", name="Publish").click()
    expect(page).to_have_url(there)
    page.go_back()
    fill(page, "Published with another title")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("You have sent this form already")
    expect(page.get_by_label("Your post")).to_have_value(WORDS)
    page.get_by_role("link", name="See what it led to").click()
    expect(page).to_have_url(there)
    page.get_by_label("Your reply").fill("And a reply")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".post")).to_have_count(2)
    page.go_back()
    page.get_by_label("Your reply").fill("And a reply, mended")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("alert")).to_contain_text("You have sent this form already")
    expect(page.get_by_label("Your reply")).to_have_value("And a reply, mended")


def fill(page: Page, title: str) -> None:
    page.get_by_label("Title").fill(title)
    page.get_by_label("Your post").fill(WORDS)


def test_whoever_signs_in_first_comes_back_to_the_post_that_the_link_names(visitors: Visitors) -> None:
    page = visitors.page_as(None)
    page.goto(f"{S215}/discussions/1#post-1")
    expect(page.get_by_role("heading", level=1)).to_have_text("Please sign in first")
    page.get_by_role("link", name="Sign in", exact=True).last.click()
    page.get_by_label("E-mail address").fill("al11.s215@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("form").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/discussions/1#post-1$"))
