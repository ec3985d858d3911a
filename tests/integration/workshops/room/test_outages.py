"""A site that was away for longer than a minute gives the clocks that ran their time back, once, and tells the room."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.workshops.models import Phase, Workshop, WorkshopEvent
from app.workshops.room.live.jobs import note_signs
from app.workshops.room.services import moves, phase_clock, site_outages
from tests.client import StrictClient
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World
from tests.threads import together

Clock = Callable[[Any], Any]
As = Callable[[str | None], StrictClient]
ROOM = "/networks/s215/workshops/1/room"


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def room(world: World) -> Workshop:
    """A meeting in its first phase of five minutes, at a site that answers."""
    made = a_workshop(world, "collecting")
    moves.step(world.actor("marek"), made, "start")
    db.session.commit()
    note_signs()
    return made


def present(workshop: Workshop) -> Phase:
    assert workshop.phase_ix is not None
    return workshop.phases[workshop.phase_ix]


def told(workshop: Workshop) -> list[dict[str, Any]]:
    found = select(WorkshopEvent.payload).where(
        WorkshopEvent.workshop_id == workshop.id, WorkshopEvent.kind == "room.outage"
    )
    return list(db.session.scalars(found))


def test_a_site_that_was_away_for_ten_minutes_gives_them_back(room: Workshop, clock_at: Clock, as_: As) -> None:
    with clock_at(FRIDAY + minutes(10)):
        note_signs()
        assert present(room).ends_at == FRIDAY + minutes(15)
        assert told(room) == [{"seconds": 600}]
        page = as_("amina").get(ROOM).text
        assert "The site was away for 10 minutes in this phase; the clock has that time back." in page
        moves.move_room(World().actor("marek"), room, "next")
        db.session.commit()
        assert "The site was away" not in as_("amina").get(ROOM).text


def test_a_minute_is_no_outage_and_a_sign_in_between_keeps_it_from_being_one(room: Workshop, clock_at: Clock) -> None:
    for seconds in (60, 119, 170):
        with clock_at(FRIDAY + timedelta(seconds=seconds)):
            note_signs()
    assert present(room).ends_at == FRIDAY + minutes(5)
    assert told(room) == []


def test_a_clock_that_had_ended_or_stood_is_left_as_it_was(room: Workshop, clock_at: Clock) -> None:
    with clock_at(FRIDAY + minutes(1)):
        note_signs()
        phase_clock.stop_clock(World().actor("marek"), room)
        db.session.commit()
    with clock_at(FRIDAY + minutes(8)):
        note_signs()
        assert present(room).seconds_left == 240
        phase_clock.resume_clock(World().actor("marek"), room)
        db.session.commit()
    for minute in range(8, 14):
        with clock_at(FRIDAY + minutes(minute)):
            note_signs()
    with clock_at(FRIDAY + minutes(40)):
        note_signs()
    assert present(room).ends_at == FRIDAY + minutes(12)


def test_after_half_an_hour_the_clock_stands_and_one_button_goes_on(room: Workshop, clock_at: Clock, as_: As) -> None:
    with clock_at(FRIDAY + minutes(45)):
        note_signs()
        assert (present(room).ends_at, present(room).seconds_left) == (None, 300)
        page = as_("marek").get(ROOM).text
        assert "It stands until you let it run on." in page
        as_("marek").post(f"{ROOM}/resume", {"version": str(room.version)})
        assert present(room).ends_at == FRIDAY + minutes(50)
    with clock_at(FRIDAY + minutes(46)):
        as_("marek").post("/networks/s215/workshops/1/steps/catch_up", {"version": str(room.version)})
        assert room.state == "catch_up"


def test_a_clock_that_was_set_back_is_no_outage(room: Workshop, clock_at: Clock) -> None:
    with clock_at(FRIDAY - timedelta(days=3000)):
        note_signs()
        assert not site_outages.is_due()
    assert present(room).ends_at == FRIDAY + minutes(5)


@pytest.mark.slow
def test_of_processes_that_see_it_at_once_one_gives_the_time_back(live_app: Flask) -> None:
    world = World()
    made = a_workshop(world, "collecting")
    with clock.standing_at(FRIDAY):
        moves.step(world.actor("marek"), made, "start")
        db.session.commit()
        note_signs()
    kept = made.id
    db.session.remove()

    def see() -> None:
        with live_app.app_context():
            note_signs()
            db.session.remove()

    with clock.standing_at(FRIDAY + minutes(3)):
        together([see] * 6)
        ends = select(Phase.ends_at).where(Phase.workshop_id == kept, Phase.ix == 0)
        assert db.session.scalar(ends) == FRIDAY + minutes(8)
        assert len(told(db.session.get_one(Workshop, kept))) == 1
