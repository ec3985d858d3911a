"""Raised hands: an order of asking, a number for all, names for those who call."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.workshops.models import Hand, Part, Workshop, WorkshopEvent
from app.workshops.participants.services.invitations import invite
from app.workshops.queries import seat_of
from app.workshops.room.queries.hands import Hands, raised
from app.workshops.room.services.hands import call, clear, lower_hand, raise_hand
from app.workshops.room.services.moves import step
from tests.factories.boards import a_room, at, go_on, loaded
from tests.people import World


@pytest.fixture
def room(world: World) -> Workshop:
    """A live, unattributed workshop; Saoirse observes."""
    made = a_room(world)
    invite(world.actor("marek"), made, [world.saoirse.id], Part.OBSERVER)
    return go_on(made, "collect")


def hands(world: World, room: Workshop, who: str) -> Hands:
    actor = world.actor(who)
    return raised(room, seat_of(room, actor), actor)


def test_hands_stand_in_the_order_of_raising(world: World, room: Workshop) -> None:
    for name in ("ben", "amina", "ben"):
        raise_hand(world.actor(name), room)
    assert [each.name for each in hands(world, room, "marek").queue] == ["Ben", "Amina"]
    amina = hands(world, room, "amina")
    assert (amina.count, amina.own_place, amina.called, amina.queue) == (2, 2, False, ())


def test_the_log_says_how_many_and_never_whose(world: World, room: Workshop) -> None:
    raise_hand(world.actor("ben"), room)
    lower_hand(world.actor("ben"), room)
    told = db.session.scalars(select(WorkshopEvent).where(WorkshopEvent.kind == "room.hands")).all()
    assert [each.payload for each in told] == [{"counts": {"hands": 1}}, {"counts": {"hands": 0}}]
    assert db.session.query(Hand).count() == 0


def test_whoever_is_called_next_ends_the_turn_of_the_one_before(world: World, room: Workshop) -> None:
    marek = world.actor("marek")
    for name in ("ben", "amina"):
        raise_hand(world.actor(name), room)
    call(marek, room, world.ben.id)
    assert hands(world, room, "ben").called
    call(marek, room, world.amina.id)
    assert [(each.name, each.called) for each in hands(world, room, "marek").queue] == [("Amina", True)]
    with pytest.raises(NotFound):
        call(marek, room, world.ben.id)


def test_one_hand_or_all_can_be_taken_down(world: World, room: Workshop) -> None:
    for name in ("ben", "amina"):
        raise_hand(world.actor(name), room)
    clear(world.actor("marek"), room, [world.ben.id])
    assert hands(world, room, "amina").own_place == 1
    raise_hand(world.actor("ben"), room)
    clear(world.actor("marek"), room, [world.amina.id])
    assert hands(world, room, "ben").own_place == 1, "it went up after the others were read"
    clear(world.actor("marek"), room, [world.amina.id, world.ben.id])
    assert hands(world, room, "marek") == Hands()


def test_observers_raise_none_and_participants_call_nobody(world: World, room: Workshop) -> None:
    with pytest.raises(Refused):
        raise_hand(world.actor("saoirse"), room)
    raise_hand(world.actor("ben"), room)
    with pytest.raises(Refused):
        call(world.actor("amina"), room, world.ben.id)


def test_hands_are_for_meetings_and_go_down_with_them(world: World, room: Workshop) -> None:
    raise_hand(world.actor("ben"), room)
    step(world.actor("marek"), loaded(room), "catch_up")
    assert db.session.query(Hand).count() == 0
    with pytest.raises(Refused):
        raise_hand(world.actor("ben"), loaded(room))


def test_hands_in_the_room(world: World, as_: Any, room: Workshop) -> None:
    here = at(room)
    db.session.commit()
    ben, marek = as_("ben"), as_("marek")
    assert ben.post(f"{here}/room/hand-up").status == 303
    assert "Your hand is up, number 1." in ben.get(f"{here}/room").text
    amina = as_("amina").get(f"{here}/room")
    assert "1 hand up" in amina.text
    assert "Ben" not in amina.text
    assert "Hands up 1 Ben" in marek.get(f"{here}/room").text
    assert marek.post(f"{here}/room/call", {"person": str(world.ben.id)}).status == 303
    assert "You are called: please speak." in ben.get(f"{here}/room").text
    assert ben.post(f"{here}/room/hand-down").status == 303
    assert "Hands up" not in marek.get(f"{here}/room").text
    assert marek.post(f"{here}/room/call", {"person": str(world.ben.id)}).status == 404
