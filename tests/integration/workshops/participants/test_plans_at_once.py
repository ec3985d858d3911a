"""A plan that changes while people are invited or answer: each letter has a number of its own, each answer its time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from app.core.db import db
from app.core.errors import Conflict
from app.workshops.models import Answer, Workshop, WorkshopMember
from app.workshops.participants.services.invitations import answer, invite
from app.workshops.phases import PhaseKind, PhasePlan
from app.workshops.planning.services.plans import change
from app.workshops.planning.services.run_sheet import set_run_sheet
from app.workshops.room.services.moves import step
from tests.factories.beside import beside
from tests.factories.boards import loaded
from tests.factories.workshops import a_plan, a_workshop, next_week
from tests.people import World


def a_planned_one(world: World) -> Workshop:
    one = a_workshop(world, people=("amina",))
    step(world.actor("marek"), one, "schedule")
    db.session.commit()
    return one


def move(one: Workshop) -> Workshop:
    return change(World().actor("marek"), one, a_plan(starts_at=next_week() + timedelta(hours=3)))


def lengthen(one: Workshop) -> None:
    set_run_sheet(World().actor("marek"), one, [PhasePlan(PhaseKind.COLLECT, "Write", 75)])


def own_answer(world: World) -> Answer | None:
    return db.session.query(WorkshopMember).filter_by(person_id=world.amina.id).one().answer


@pytest.mark.slow
@pytest.mark.parametrize("rework", [move, lengthen])
def test_a_letter_beside_another_has_a_number_of_its_own(live_app: Flask, rework: Callable[[Workshop], Any]) -> None:
    world = World()
    one = a_planned_one(world)
    number, before, marek, ben = one.id, one.ics_sequence, world.actor("marek"), world.ben.id

    def found() -> Workshop:
        return loaded(db.session.get_one(Workshop, number))

    beside(live_app, lambda: invite(marek, found(), [ben]), found, rework)
    assert db.session.get_one(Workshop, number).ics_sequence == before + 2


@pytest.mark.slow
def test_an_answer_beside_a_new_time_is_none_to_it(live_app: Flask) -> None:
    world = World()
    one = a_planned_one(world)
    number, seen, amina = one.id, one.meeting, world.actor("amina")

    def found() -> Workshop:
        return loaded(db.session.get_one(Workshop, number))

    came = beside(live_app, lambda: move(found()), found, lambda one: answer(amina, one, Answer.YES, seen=seen))
    assert isinstance(came, Conflict)
    assert own_answer(world) is None
