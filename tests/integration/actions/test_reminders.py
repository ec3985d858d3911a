"""The daily look: each owner is reminded once before a date and once after it, and always on the home page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from app.actions import services
from app.actions.events import ActionDueSoon, ActionOverdue
from app.actions.reminding import remind_owners
from app.core import clock, events
from app.core.db import db
from tests.factories.actions import a_draft, an_action
from tests.people import World


@pytest.fixture
def heard() -> Iterator[list[Any]]:
    """What listeners are told, as a feature above would hear it."""
    told: list[Any] = []
    kinds = (ActionDueSoon, ActionOverdue)
    for kind in kinds:
        events.listen(kind, told.append)
    yield told
    for kind in kinds:
        events._listeners[kind].remove(told.append)


def test_each_owner_is_reminded_once_a_date(world: World, heard: list[Any]) -> None:
    late = an_action(world, days=-1)
    soon = an_action(world, days=7, owner="ben")
    an_action(world, days=8, title="Not yet")
    an_action(world, days=1, state="done", title="Claimed done")
    assert remind_owners() == 2
    assert remind_owners() == 0
    assert [(type(e), e.action_id, e.owner_id, e.critical) for e in heard] == [
        (ActionOverdue, late.id, world.tomos.id, False),
        (ActionDueSoon, soon.id, world.ben.id, False),
    ]


def test_a_critical_date_says_so(world: World, heard: list[Any]) -> None:
    action = an_action(world, days=2)
    services.flag_critical(world.actor("marek"), action, "The board meets.")
    remind_owners()
    assert [e.critical for e in heard] == [True]


def test_a_new_date_is_a_new_reminder(world: World, heard: list[Any]) -> None:
    action = an_action(world, days=-1)
    remind_owners()
    new = a_draft(world, days=3)
    services.edit_action(world.actor("marek"), action, new)
    db.session.flush()
    assert remind_owners() == 1
    assert heard[-1].due_on == new.due_on


def test_a_network_that_rests_is_not_nagged(world: World, heard: list[Any]) -> None:
    an_action(world, days=-1)
    world.s215.state = "dormant"
    db.session.flush()
    assert remind_owners() == 0
    assert heard == []


def test_what_is_due_stands_on_the_owners_home_and_nobody_elses(world: World, as_: Any) -> None:
    an_action(world, days=-1, title="Answer the question on recordings")
    an_action(world, days=40, title="Far away")
    page = as_("tomos").get("/home")
    assert "Answer the question on recordings" in page.text
    assert page.text.count("overdue") == 1
    assert page.text.index("Answer the question on recordings") < page.text.index("Far away"), "what is due first"
    assert "Answer the question" not in as_("ben").get("/home").text


def test_what_is_claimed_done_waits_on_the_verifiers_home(world: World, as_: Any) -> None:
    an_action(world, state="done", title="Map the questions")
    for who in ("marek", "dilys"):
        page = as_(who).get("/home")
        assert "Map the questions" in page.text
        assert page.find_all("form", action="/networks/s215/actions/1/verify"), "done from home"
    assert "Map the questions" not in as_("tomos").get("/home").text
    answer = as_("marek").post("/networks/s215/actions/1/verify", {"next": "/home"})
    assert (answer.status, answer.location) == (303, "/home")


def test_the_command_says_how_many(world: World, app: Flask) -> None:
    an_action(world, days=-1)
    result = app.test_cli_runner().invoke(args=["actions", "remind"])
    assert result.output.strip() == "1 reminders"
    assert clock.today().year == 2018
