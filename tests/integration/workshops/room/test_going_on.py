"""A phase that goes on by itself takes the room along when its clock ends: once, and never beside a click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core import clock, outbox
from app.core.db import db
from app.core.errors import Conflict
from app.workshops.models import Phase, SavedTemplate, Workshop, WorkshopEvent
from app.workshops.phases import PhaseKind
from app.workshops.planning.services.parts import phases_of, template_named
from app.workshops.room.live.jobs import note_signs
from app.workshops.room.services import moves as steering
from app.workshops.room.services import phase_clock
from tests.client import StrictClient
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World
from tests.threads import together

Clock = Callable[[Any], Any]
Run = Callable[[], int]
As = Callable[[str | None], StrictClient]
SHEET = "/networks/s215/workshops/1/run-sheet"


def at(minutes: float) -> datetime:
    return FRIDAY + timedelta(minutes=minutes)


def start(world: World) -> Workshop:
    """A meeting that goes on by itself from its lobby of five minutes, and no further."""
    made = a_workshop(world, "collecting")
    first = select(Phase).where(Phase.workshop_id == made.id, Phase.ix == 0)
    db.session.scalars(first).one().goes_on = True
    db.session.flush()
    with clock.standing_at(FRIDAY):
        steering.step(world.actor("marek"), made, "start")
    db.session.commit()
    return made


def moves(workshop_id: int) -> int:
    found = select(func.count()).where(WorkshopEvent.workshop_id == workshop_id, WorkshopEvent.kind == "room.moved")
    return db.session.scalar(found) or 0


def test_the_room_goes_on_when_the_clock_ends_and_stays_where_nobody_chose_it(
    world: World, clock_at: Clock, run_outbox: Run
) -> None:
    room = start(world)
    with clock_at(at(4.9)):
        run_outbox()
        assert room.phase_ix == 0
    with clock_at(at(5)):
        run_outbox()
        assert (room.phase_ix, room.phases[1].ends_at) == (1, at(13))
    with clock_at(at(60)):
        run_outbox()
        assert room.phase_ix == 1


def test_more_time_and_a_stopped_clock_are_waited_for(world: World, clock_at: Clock, run_outbox: Run) -> None:
    room, marek = start(world), world.actor("marek")
    phase_clock.extend(marek, room)
    with clock_at(at(5.5)):
        run_outbox()
        assert room.phase_ix == 0
        phase_clock.stop_clock(marek, room)
    with clock_at(at(7)):
        run_outbox()
        assert room.phase_ix == 0
        phase_clock.resume_clock(marek, room)
    with clock_at(at(7.6)):
        run_outbox()
        assert room.phase_ix == 1


def test_a_click_before_it_leaves_it_nothing_to_do(world: World, clock_at: Clock, run_outbox: Run) -> None:
    room = start(world)
    with clock_at(at(4)):
        steering.move_room(world.actor("marek"), room, "next")
    with clock_at(at(6)):
        run_outbox()
        assert (room.phase_ix, moves(room.id)) == (1, 1)


def test_while_the_site_is_away_nothing_moves_and_afterwards_the_clock_has_its_time(
    world: World, clock_at: Clock, run_outbox: Run
) -> None:
    room = start(world)
    with clock_at(at(2)):
        note_signs()
    with clock_at(at(6)):
        run_outbox()
        assert room.phase_ix == 0, "nobody reaches the site"
        note_signs()
        assert room.phases[0].ends_at == at(9)
    for minutes in (7, 8, 9):
        with clock_at(at(minutes)):
            note_signs()
            run_outbox()
            assert room.phase_ix == (minutes == 9)


@pytest.mark.slow
def test_of_a_click_and_the_clock_one_moves_the_room(live_app: Flask) -> None:
    world = World()
    room = start(world)
    kept, version = room.id, room.version
    db.session.remove()

    def click() -> None:
        with live_app.app_context():
            try:
                steering.move_room(
                    World().actor("marek"), db.session.get_one(Workshop, kept), "next", seen_version=version
                )
                db.session.commit()
            except Conflict:
                db.session.rollback()
            finally:
                db.session.remove()

    def ring() -> None:
        with live_app.app_context():
            while outbox.run_due():
                pass
            db.session.remove()

    with clock.standing_at(at(5)):
        together([click, ring])
    assert db.session.get_one(Workshop, kept).phase_ix == 1
    assert moves(kept) == 1


def test_it_is_chosen_in_the_run_sheet_and_kept_by_a_template(world: World, as_: As) -> None:
    one, marek = a_workshop(world), as_("marek")
    values = {name: text for name, text in marek.get(SHEET).values().items() if not name.endswith("_goes_on")}
    marek.post(SHEET, values | {"collect_goes_on": "y", "save_as": "Ours"}, once=False)
    assert {each.kind: each.goes_on for each in phases_of(one)}[PhaseKind.COLLECT]
    assert [each.kind.value for each in phases_of(one) if each.goes_on] == ["collect"]
    saved = template_named(one.network_id, f"own-{db.session.scalars(select(SavedTemplate.id)).one()}")
    assert saved is not None
    assert [each.kind.value for each in saved.phases if each.goes_on] == ["collect"]
    ticked = as_("marek").get(SHEET).find_all("input", type="checkbox", checked="")
    assert [each.get("name") for each in ticked] == ["collect_goes_on"]
