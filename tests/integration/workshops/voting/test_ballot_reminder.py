"""One reminder of a ballot, in its last day, to those who have not voted by then; nobody else, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.core.db import db
from app.core.mail import Letter
from app.notifications.models import Notice
from app.workshops.models import Workshop
from app.workshops.room.services import moves
from tests.factories.ballots import VOTERS, a_ballot, vote
from tests.factories.boards import loaded
from tests.people import FRIDAY, World

Clock = Callable[[Any], Any]
Run = Callable[[], int]


def reminded(workshop: Workshop) -> list[str]:
    about = Notice.once_key.startswith(f"workshop:{workshop.id}:") & (Notice.what == "reminder")
    names = select(Person.name).join(Notice, Notice.person_id == Person.id).where(about)
    return sorted(name.lower() for name in db.session.scalars(names))


def test_those_who_have_not_voted_hear_of_it_once_in_the_last_day(
    world: World, clock_at: Clock, run_outbox: Run, mailbox: list[Letter]
) -> None:
    workshop = a_ballot(world)
    for name in ("amina", "ben", "marek"):
        vote(world, workshop, name, "A")
    with clock_at(FRIDAY + timedelta(hours=47)):
        run_outbox()
        assert reminded(workshop) == []
    with clock_at(FRIDAY + timedelta(hours=48, seconds=1)):
        run_outbox()
        assert reminded(workshop) == ["dilys", "ravi", "saoirse", "tomos"]
        written = [letter.to for letter in mailbox if "ballot is missing" in letter.subject]
    with clock_at(FRIDAY + timedelta(hours=60)):
        run_outbox()
        assert reminded(workshop) == ["dilys", "ravi", "saoirse", "tomos"]
        assert [letter.to for letter in mailbox if "ballot is missing" in letter.subject] == written
    assert len(written) == 4


@pytest.mark.parametrize("verb", ["close", "cancel"])
def test_nobody_is_reminded_of_a_ballot_that_is_over(world: World, clock_at: Clock, run_outbox: Run, verb: str) -> None:
    workshop = a_ballot(world)
    moves.step(world.actor("marek"), loaded(workshop), verb, "It is settled.")
    with clock_at(FRIDAY + timedelta(hours=50)):
        run_outbox()
    assert reminded(workshop) == []


def test_nobody_is_reminded_if_everybody_voted(world: World, clock_at: Clock, run_outbox: Run) -> None:
    workshop = a_ballot(world)
    for name in (*VOTERS, "marek"):
        vote(world, workshop, name, "A")
    with clock_at(FRIDAY + timedelta(hours=50)):
        run_outbox()
    assert reminded(workshop) == []


def test_a_short_ballot_reminds_when_two_thirds_are_over(world: World, clock_at: Clock, run_outbox: Run) -> None:
    workshop = a_ballot(world, ballot_hours=12)
    with clock_at(FRIDAY + timedelta(hours=7)):
        run_outbox()
        assert reminded(workshop) == []
    with clock_at(FRIDAY + timedelta(hours=8, seconds=1)):
        run_outbox()
    assert len(reminded(workshop)) == len(VOTERS) + 1
