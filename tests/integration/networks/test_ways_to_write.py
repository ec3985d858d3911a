"""Where one can write, and the frame's own ways: grouped sections, and a way back only where the line does not say it."""

from __future__ import annotations

from collections.abc import Callable

from tests.client import Page, StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]


def ways(page: Page) -> list[str]:
    return [link.text for group in page.find_all("ul", class_="ways") for link in group.iter("a")]


def test_each_role_finds_what_it_may_write(as_: AS) -> None:
    tutor = ways(as_("amina").get("/networks/s215/write"))
    assert "Start a discussion in About Tricky Topics" in tutor
    assert {"Raise a Tricky Topic", "Raise an additional issue", "Propose an intervention"} <= set(tutor)
    assert "Nothing to write here" in as_("ravi").get("/write").text
    assert ways(as_("amina").get("/write")) == tutor
    assert as_("chidi").get("/networks/s215/write").status == 404


def test_sections_stand_under_their_word_and_the_present_one_is_named(as_: AS) -> None:
    page = as_("amina").get("/networks/s215/issues")
    [bar] = [each for each in page.find_all("nav") if each.get("aria-label") == "This network"]
    here = {link.text for link in bar.iter("a") if link.get("aria-current") == "page"}
    assert here == {"Additional issues"}
    words = ["".join(each.itertext()).strip() for each in bar.iter("summary")]
    assert words == ["Talk", "Others under Topics", "Doing"]
    assert not page.find_all("nav", class_="crumbs")


def test_the_way_to_a_page_says_only_what_the_line_does_not(as_: AS, world: World) -> None:
    [crumbs] = as_("amina").get("/networks/s215/forums/tricky-topics/start").find_all("nav", class_="crumbs")
    assert [link.text for link in crumbs.iter("a")] == ["About Tricky Topics"]


def test_the_keys_are_said_to_everybody(as_: AS) -> None:
    page = as_(None).get("/keys")
    assert page.status == 200
    assert "g h" in page.text
