"""The lines of a forum's list: first words and who speaks, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Callable

from app.core.actor import Actor
from app.forums import services
from tests.client import Page, StrictClient
from tests.integration.forums.conftest import Talk
from tests.people import World

As = Callable[[str | None], StrictClient]
LIST = "/networks/s215/forums/tricky-topics"


def line(page: Page, part: str) -> str:
    [found] = page.find_all("p", class_=f"entry-{part}")
    return " ".join("".join(found.itertext()).split())


def test_a_line_says_how_it_begins_and_who_speaks(as_: As, talk: Talk, actor_for: Callable[[str], Actor]) -> None:
    for who in ("tomos", "dilys", "marek", "amina"):
        services.publish_post(actor_for(who), talk.discussion, "And another word.")
    page = as_("amina").get(LIST)
    assert line(page, "opening").split()[0] == talk.first.body_md.split()[0]
    assert line(page, "who") == "Amina, Ben, Tomos and 2 more"
    assert line(page, "count").endswith("6 posts")


def test_words_that_are_hidden_stand_in_no_line(as_: As, talk: Talk, actor_for: Callable[[str], Actor]) -> None:
    services.hide_post(actor_for("marek"), talk.first, "A student is named.")
    for who in ("ben", "marek"):
        page = as_(who).get(LIST)
        assert line(page, "opening") == ""
        assert line(page, "who") == "Ben"


def test_a_researcher_reads_the_words_and_names_of_those_who_agreed(as_: As, talk: Talk, world: World) -> None:
    page = as_("ravi").get(LIST)
    assert line(page, "opening") == ""
    assert world.amina.name not in page.text


def test_a_long_first_post_is_cut_between_words(
    as_: As, talk: Talk, world: World, actor_for: Callable[[str], Actor]
) -> None:
    words = "[a link](https://example.org/" + "x" * 2_000 + ") " + "word " * 300
    services.start_discussion(actor_for("ben"), world.forum(), "Long", "Many words. " + words)
    first = as_("amina").get(LIST).find_all("p", class_="entry-opening")[0]
    assert "<" not in first.text
    assert first.text.startswith("Many words.")


def test_what_nobody_answered_is_a_click_away(
    as_: As, talk: Talk, world: World, actor_for: Callable[[str], Actor]
) -> None:
    alone = services.start_discussion(actor_for("ben"), world.forum(), "Nobody yet", "Anybody?")
    services.pin(actor_for("marek"), alone, pinned=True)
    page = as_("amina").get(f"{LIST}?show=unanswered")
    assert [h2.text for h in page.find_all("h2", class_="entry-title") for h2 in h.iter("a")] == ["Nobody yet"]
    services.publish_post(actor_for("amina"), alone, "I am.")
    assert "Everything here is answered" in as_("amina").get(f"{LIST}?show=unanswered").text
