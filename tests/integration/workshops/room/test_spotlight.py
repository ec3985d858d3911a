"""The spotlight: one card or theme that everybody is asked to look at."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.workshops.board.services.cards import hide
from app.workshops.board.services.grouping import merge_themes, name_theme, undo_last
from app.workshops.models import Contribution, Part, Spotlight, Workshop, WorkshopEvent
from app.workshops.participants.services.invitations import invite
from app.workshops.queries import seat_of
from app.workshops.room.queries.spotlight import Lit, in_the_light
from app.workshops.room.services.moves import move_room, step
from app.workshops.room.services.spotlight import light, put_out
from tests.factories.boards import a_card, a_room, at, go_on, loaded
from tests.people import World


@pytest.fixture
def room(world: World) -> Workshop:
    made = a_room(world, "collect")
    a_card(world, made, "They lose signs.")
    return go_on(made, "group")


def the_card() -> Contribution:
    return db.session.scalars(select(Contribution)).one()


def seen(world: World, room: Workshop, who: str = "ben") -> Lit | None:
    return in_the_light(room, seat_of(room, world.actor(who)), world.actor(who))


def words(world: World, room: Workshop) -> str:
    lit = seen(world, room)
    assert lit is not None
    return lit.words


def test_a_card_and_then_a_theme_stand_in_the_light(world: World, room: Workshop) -> None:
    marek = world.actor("marek")
    light(marek, room, the_card())
    assert seen(world, room) == Lit("stumbling block", "They lose signs.", card_id=the_card().id)
    light(marek, room, name_theme(marek, room, "Signs"))
    assert words(world, room) == "Signs"
    told = db.session.scalars(select(WorkshopEvent).where(WorkshopEvent.kind == "room.spotlight")).all()
    assert [sorted(each.payload) for each in told] == [["card"], ["theme"]]
    put_out(marek, room)
    assert seen(world, room) is None


def test_a_co_facilitator_may_and_a_participant_may_not(world: World, room: Workshop) -> None:
    invite(world.actor("marek"), room, [world.tomos.id], Part.CO_FACILITATOR)
    light(world.actor("tomos"), room, the_card())
    with pytest.raises(Refused):
        light(world.actor("amina"), room, the_card())


def test_nothing_is_lit_before_the_reveal(world: World, room: Workshop) -> None:
    card = the_card()
    light(world.actor("marek"), room, card)
    back = go_on(room, "collect")
    assert seen(world, back) is None
    with pytest.raises(Refused):
        light(world.actor("marek"), back, card)


def test_a_hidden_card_goes_out_of_the_light(world: World, room: Workshop) -> None:
    light(world.actor("marek"), room, the_card())
    hide(world.actor("marek"), room, the_card(), "It names a colleague.")
    assert seen(world, room) is None
    with pytest.raises(NotFound):
        light(world.actor("marek"), room, the_card())


def test_a_merged_theme_is_followed_and_an_undone_one_goes_out(world: World, room: Workshop) -> None:
    marek = world.actor("marek")
    target, source = name_theme(marek, room, "Algebra"), name_theme(marek, room, "Signs")
    light(marek, room, source)
    merge_themes(marek, room, source, target)
    assert words(world, room) == "Algebra"
    undo_last(marek, room)
    undo_last(marek, room)
    assert seen(world, room) is None


def test_the_light_goes_out_when_the_room_moves_or_the_meeting_ends(world: World, room: Workshop) -> None:
    marek = world.actor("marek")
    light(marek, room, the_card())
    move_room(marek, loaded(room), "next")
    assert db.session.query(Spotlight).count() == 0
    light(marek, loaded(room), the_card())
    step(marek, loaded(room), "catch_up")
    assert db.session.query(Spotlight).count() == 0


def test_it_stands_at_the_top_of_the_room_and_on_the_screen(world: World, as_: Any, room: Workshop) -> None:
    card_id, here = the_card().id, at(room)
    db.session.commit()
    stands = {"version": str(room.version)}
    assert as_("marek").post(f"{here}/room/light", {"card": card_id, **stands}).status == 303
    page = as_("ben").get(f"{here}/room")
    assert "Shown to everybody" in page.text
    assert not [each for each in page.find_all("button") if "light" in (each.text or "")]
    assert "They lose signs." in as_("ben").get(f"{here}/room/screen").text
    assert as_("amina").post(f"{here}/room/dark").status == 403
    assert as_("marek").post(f"{here}/room/light", {"card": "no-such-card", **stands}).status == 404
    assert as_("marek").post(f"{here}/room/dark", {"card": card_id}).status == 303
    assert "Shown to everybody" not in as_("ben").get(f"{here}/room").text
