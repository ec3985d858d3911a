"""A catch-up ends at its time, and not before: in the final ballot, or in the closed workshop if there is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.workshops.models import RoundState, Workshop, WorkshopEvent
from app.workshops.room.services import moves
from tests.factories.ballots import VOTERS, the_round, with_themes
from tests.factories.boards import loaded
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World

Clock = Callable[[Any], Any]
Run = Callable[[], int]


def catching_up(world: World, *, themes: bool = True, **more: Any) -> Workshop:
    workshop = a_workshop(world, "collecting", people=VOTERS, **more)
    if themes:
        with_themes(workshop)
    moves.step(world.actor("marek"), loaded(workshop), "catch_up")
    db.session.commit()
    return workshop


def states(workshop: Workshop) -> list[str]:
    moved = select(WorkshopEvent.payload).where(
        WorkshopEvent.workshop_id == workshop.id, WorkshopEvent.kind == "workshop.moved"
    )
    return [payload["state"] for payload in db.session.scalars(moved.order_by(WorkshopEvent.seq))]


def test_the_catch_up_goes_over_into_the_ballot_and_the_ballot_into_the_close(
    world: World, clock_at: Clock, run_outbox: Run
) -> None:
    workshop = catching_up(world)
    with clock_at(FRIDAY + timedelta(hours=47)):
        run_outbox()
        assert loaded(workshop).state == "catch_up"
    with clock_at(FRIDAY + timedelta(hours=48, seconds=1)):
        run_outbox()
        assert loaded(workshop).state == "final_ballot"
        assert the_round(workshop).closes_at == loaded(workshop).closes_at
    with clock_at(FRIDAY + timedelta(hours=121)):
        run_outbox()
        assert the_round(workshop).state is RoundState.CLOSED
    assert states(workshop) == ["catch_up", "final_ballot", "closed"]


def test_a_workshop_without_a_ballot_closes(world: World, clock_at: Clock, run_outbox: Run) -> None:
    workshop = catching_up(world, ballot_hours=0)
    with clock_at(FRIDAY + timedelta(hours=49)):
        run_outbox()
    assert states(workshop) == ["catch_up", "closed"]


def test_with_nothing_to_vote_on_it_stays_open_for_whoever_runs_it(
    world: World, clock_at: Clock, run_outbox: Run
) -> None:
    workshop = catching_up(world, themes=False)
    with clock_at(FRIDAY + timedelta(hours=49)):
        run_outbox()
        assert (loaded(workshop).state, loaded(workshop).closes_at) == ("catch_up", None)
        moves.step(world.actor("marek"), loaded(workshop), "close")


@pytest.mark.parametrize("verb", ["open_ballot", "close", "cancel"])
def test_whoever_was_quicker_than_the_clock_is_not_overruled(
    world: World, clock_at: Clock, run_outbox: Run, verb: str
) -> None:
    workshop = catching_up(world)
    moves.step(world.actor("marek"), loaded(workshop), verb, "It is settled.")
    before = loaded(workshop).state
    with clock_at(FRIDAY + timedelta(hours=49)):
        run_outbox()
    assert loaded(workshop).state == before


def test_one_that_was_reopened_has_its_own_end(world: World, clock_at: Clock, run_outbox: Run) -> None:
    workshop = catching_up(world)
    moves.step(world.actor("marek"), loaded(workshop), "close")
    with clock_at(FRIDAY + timedelta(hours=24)):
        moves.step(world.actor("marek"), loaded(workshop), "reopen", "Half of us were ill.")
        db.session.commit()
    with clock_at(FRIDAY + timedelta(hours=49)):
        run_outbox()
        assert loaded(workshop).state == "catch_up"
    with clock_at(FRIDAY + timedelta(hours=73)):
        run_outbox()
        assert loaded(workshop).state == "final_ballot"
