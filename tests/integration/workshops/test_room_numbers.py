"""The room's numbers say the same wherever they stand, and nobody is ready who has not said so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.workshops.models import WorkshopEvent
from app.workshops.queries.cards import counts as counts_of_cards
from app.workshops.queries.room import counts
from app.workshops.services import steering
from app.workshops.services.contributing import hide
from tests.factories.boards import a_card, a_room, at, go_on, loaded
from tests.people import World


@pytest.mark.parametrize("state", ["collecting", "catch_up"])
def test_without_a_phase_nobody_is_ready(world: World, as_: Any, state: str) -> None:
    room = go_on(a_room(world), state)
    db.session.commit()
    assert as_("amina").get(f"{at(room)}/room/now").answer.get_json()["counts"]["ready"] == 0


def test_whoever_was_ready_before_is_asked_again_when_the_room_comes_back(world: World) -> None:
    room, marek = a_room(world), world.actor("marek")
    steering.step(marek, loaded(room), "start")
    assert steering.set_ready(world.actor("amina"), room, 0) == 1
    steering.move_room(marek, loaded(room), "next")
    steering.move_room(marek, loaded(room), "back")
    assert counts(loaded(room), marek).ready == 0


def test_a_hidden_card_is_counted_everywhere_or_nowhere(world: World) -> None:
    room = go_on(a_room(world), "reveal")
    hide(world.actor("marek"), room, a_card(world, room), "Names a student.")
    a_card(world, room, "Another")
    reader = world.actor("amina")
    said = select(WorkshopEvent.payload).where(WorkshopEvent.workshop_id == room.id, WorkshopEvent.kind == "card.added")
    last = db.session.scalars(said.order_by(WorkshopEvent.seq.desc())).first()
    assert counts(room, reader).cards == counts_of_cards(room, reader).cards == (last or {})["cards"] == 2
