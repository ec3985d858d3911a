"""The room's numbers say the same wherever they stand, and nobody is ready who has not said so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.networks.models import Membership
from app.workshops.board.queries.board import themes_of
from app.workshops.board.queries.cards import counts as counts_of_cards
from app.workshops.board.services import grouping
from app.workshops.board.services.cards import hide
from app.workshops.models import Anonymity, Part, WorkshopEvent
from app.workshops.participants.queries import numbers
from app.workshops.participants.services.invitations import invite
from app.workshops.room.queries.counts import room_counts
from app.workshops.room.services import attendance, moves
from tests.factories.boards import a_card, a_room, at, go_on, loaded
from tests.people import World


@pytest.mark.parametrize("state", ["collecting", "catch_up"])
def test_without_a_phase_nobody_is_ready(world: World, as_: Any, state: str) -> None:
    room = go_on(a_room(world), state)
    db.session.commit()
    assert as_("amina").get(f"{at(room)}/room/now").answer.get_json()["counts"]["ready"] == 0


def test_whoever_was_ready_before_is_asked_again_when_the_room_comes_back(world: World) -> None:
    room, marek = a_room(world), world.actor("marek")
    moves.step(marek, loaded(room), "start")
    assert attendance.set_ready(world.actor("amina"), room, 0) == 1
    moves.move_room(marek, loaded(room), "next")
    moves.move_room(marek, loaded(room), "back")
    assert room_counts(loaded(room), marek).ready == 0


def test_a_hidden_card_is_counted_everywhere_or_nowhere(world: World) -> None:
    room = go_on(a_room(world), "reveal")
    hide(world.actor("marek"), room, a_card(world, room), "Names a student.")
    a_card(world, room, "Another")
    reader = world.actor("amina")
    said = select(WorkshopEvent.payload).where(WorkshopEvent.workshop_id == room.id, WorkshopEvent.kind == "card.added")
    last = db.session.scalars(said.order_by(WorkshopEvent.seq.desc())).first()
    assert room_counts(room, reader).cards == counts_of_cards(room, reader).cards == (last or {})["cards"] == 2


def test_all_pages_count_as_invited_whoever_is_asked_to_take_part(world: World, as_: Any) -> None:
    """Amina, Ben and Marek; Ravi only watches. Dilys was invited and has left."""
    room = a_room(world, anonymity=Anonymity.NAMED)
    marek = world.actor("marek")
    invite(marek, room, [world.ravi.id], Part.OBSERVER)
    invite(marek, room, [world.tomos.id])
    a_card(world, room, by="tomos")
    db.session.query(Membership).filter_by(person_id=world.tomos.id).one().left_at = clock.now()
    db.session.commit()
    asked = numbers(room, marek)
    assert (asked.invited, asked.observers, asked.listed) == (3, 1, 4)
    assert room_counts(room, marek).people == counts_of_cards(room, marek).invited == 3
    moves.step(marek, loaded(room), "start")
    moves.step(marek, loaded(room), "open_ballot")
    db.session.commit()
    assert "0 of 3 have voted" in as_("marek").get(f"{at(room)}/ballot").text
    page = as_("marek").get(at(room)).text
    assert page.index("Invited") < page.index("Observers")


def test_a_hidden_card_stands_behind_no_theme(world: World) -> None:
    room, marek = go_on(a_room(world), "group"), world.actor("marek")
    cards = [a_card(world, room, text) for text in ("One", "Two")]
    theme = grouping.move_card(marek, room, cards[0], "A theme")
    grouping.move_card(marek, room, cards[1], theme)
    hide(marek, room, cards[1], "Names a student.")
    (seen,) = themes_of(room, marek)
    assert (seen.said, len(seen.cards)) == (1, 2)
