"""Whoever makes a move of a workshop is told what happened, and, if it was not made, why and where to go on."""

from __future__ import annotations

from typing import Any

import pytest

from app.workshops.lifecycle import WORKSHOP
from app.workshops.pages.views.workshop import HAVE_A_PAGE
from app.workshops.wording import STEP_SAID
from tests.factories.workshops import a_workshop
from tests.people import World

ONE = "/networks/s215/workshops/1"


def as_it_stands(client: Any) -> dict[str, str]:
    """What a form on the workshop's page carries."""
    return {"version": client.get(ONE).values()["version"]}


def test_every_move_has_its_words() -> None:
    assert set(STEP_SAID) | HAVE_A_PAGE == {move.verb for move in WORKSHOP.moves}


@pytest.mark.parametrize(
    ("state", "verb", "said"), [("draft", "schedule", "one letter to each"), ("live", "catch_up", "The board is open")]
)
def test_it_is_told_what_happened(world: World, as_: Any, state: str, verb: str, said: str) -> None:
    a_workshop(world, "scheduled" if state == "live" else state)
    client = as_("marek")
    if state == "live":
        client.post(f"{ONE}/steps/start", as_it_stands(client))
    sent = client.post(f"{ONE}/steps/{verb}", as_it_stands(client))
    assert said in client.follow(sent).text


def test_whoever_was_slower_reads_on_the_workshops_page_what_stands(world: World, as_: Any) -> None:
    seen = a_workshop(world, "scheduled").version
    client = as_("marek")
    assert client.post(f"{ONE}/steps/open_collecting", {"version": str(seen)}).status == 303
    late = client.post(f"{ONE}/steps/cancel", {"version": str(seen), "reason": "Nobody can come, sadly."})
    assert late.status == 409
    assert "What you can do now" in late.text
    assert "Nobody can come, sadly." in late.text
    assert (
        client.post(f"{ONE}/steps/cancel", {"version": late.values()["version"], "reason": "So be it."}).status == 303
    )


@pytest.mark.parametrize(("verb", "form", "status"), [("schedule", {}, 403), ("cancel", {"reason": "x" * 1001}, 422)])
def test_a_move_that_is_refused_keeps_the_page(
    world: World, as_: Any, verb: str, form: dict[str, str], status: int
) -> None:
    a_workshop(world, starts_at=None)
    marek = as_("marek")
    answer = marek.post(f"{ONE}/steps/{verb}", form | as_it_stands(marek))
    assert answer.status == status
    assert "What you can do now" in answer.text
    if verb == "schedule":
        assert "It has no day yet." in answer.text


def test_those_who_may_not_are_refused_as_before(world: World, as_: Any) -> None:
    a_workshop(world, "scheduled")
    assert as_("amina").post(f"{ONE}/steps/cancel", {"reason": "No."}).status == 403
    assert as_("chidi").post(f"{ONE}/steps/cancel", {"reason": "No."}).status == 404
