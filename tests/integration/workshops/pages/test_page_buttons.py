"""The buttons of a workshop's own page take the steps that they name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.core import clock
from app.core.db import db
from app.core.mail import Letter
from app.workshops.models import Workshop
from tests.client import Page
from tests.factories.workshops import a_workshop
from tests.people import World

ONE = "/networks/s215/workshops/1"


def form_of(page: Page, verb: str) -> tuple[str, dict[str, str]]:
    """The form that takes this step, with what it holds."""
    found: list[ET.Element] = [e for e in page.find_all("form") if e.get("action") == f"{ONE}/steps/{verb}"]
    assert len(found) == 1, f"{len(found)} forms for {verb}"
    return f"{ONE}/steps/{verb}", {e.get("name", ""): e.get("value", "") for e in found[0].iter("input")}


def press(client: Any, verb: str, **more: str) -> Page:
    address, held = form_of(client.get(ONE), verb)
    answer: Page = client.post(address, held | more, csrf=False, once=False)
    return answer


def state() -> str:
    return db.session.query(Workshop).one().state


def test_from_the_draft_to_the_room(
    world: World, as_: Any, run_outbox: Callable[[], int], mailbox: list[Letter]
) -> None:
    a_workshop(world, starts_at=clock.now() + timedelta(minutes=30))
    marek = as_("marek")
    assert press(marek, "schedule").status == 303
    assert state() == "scheduled"
    run_outbox()
    assert len(mailbox) == 3
    assert press(marek, "open_collecting").status == 303
    assert press(marek, "start").status == 303
    assert state() == "live"
    assert "Enter the room" in as_("ben").get(ONE).text


def test_a_cancellation_needs_its_reason_and_shows_it(world: World, as_: Any) -> None:
    a_workshop(world, "scheduled")
    marek = as_("marek")
    assert press(marek, "cancel", reason=" ").status >= 400
    assert state() == "scheduled"
    assert press(marek, "cancel", reason="The TMA moved.").status == 303
    assert "The TMA moved." in as_("amina").get(ONE).text


def test_a_button_pressed_on_an_old_page_is_told_so(world: World, as_: Any) -> None:
    one = a_workshop(world, "scheduled")
    marek = as_("marek")
    address, held = form_of(marek.get(ONE), "open_collecting")
    one.title = "Meanwhile"
    db.session.commit()
    assert marek.post(address, held, csrf=False, once=False).status == 409
    assert state() == "scheduled"


@pytest.mark.parametrize("name", ["amina", "tomos", "ravi"])
def test_others_are_shown_no_step(world: World, as_: Any, name: str) -> None:
    a_workshop(world, "scheduled")
    page = as_(name).get(ONE)
    assert not [e for e in page.find_all("form") if "/steps/" in (e.get("action") or "")]
    assert "Run this workshop" not in page.text


def test_every_way_on_leads_somewhere(world: World, as_: Any) -> None:
    """In each state, for who runs it and for who takes part: no link of the page is dead."""
    one = a_workshop(world, call_url="https://teams.example.org/1")
    one.closes_at = clock.now() + timedelta(days=1)
    for now in ("draft", "scheduled", "collecting", "catch_up", "closed", "published", "cancelled"):
        one.state = now
        db.session.commit()
        for name in ("marek", "dilys", "amina", "ravi"):
            client = as_(name)
            for link in {e.get("href", "") for e in client.get(ONE).find_all("a")}:
                if link.startswith(ONE):
                    assert client.get(link).status < 400, f"{name}, {now}: {link}"
