"""Every workshop ends tidily: late cards have their outcome without a ballot too, and no keys of forms are left."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import Refused
from app.workshops.board.queries.board import board
from app.workshops.board.services import grouping
from app.workshops.models import Anonymity, Command, Contribution, OutcomeKind, Theme, Workshop
from app.workshops.outcomes.services import OutcomeDraft, record_outcome
from app.workshops.room.services import moves
from tests.factories.boards import a_card, a_room, go_on, loaded
from tests.people import World


def without_a_ballot(world: World, template: str = "quick-ideas") -> Workshop:
    room = a_room(world, template=template)
    early = a_card(world, room, "Early")
    room = go_on(room, "group")
    grouping.move_card(world.actor("amina"), room, early, "Grouped")
    a_card(world, room, "Late: pace of Block 2")
    return room


@pytest.mark.parametrize("template", ["quick-ideas", "1-2-4-all", "intervention-clinic"])
def test_a_late_card_has_its_outcome_where_no_ballot_is_held(world: World, template: str) -> None:
    room, marek, dilys = without_a_ballot(world, template), world.actor("marek"), world.actor("dilys")
    moves.step(marek, room, "close")
    ended = board(loaded(room), marek)
    assert [theme.title for theme in ended.themes] == ["Grouped", "Late: pace of Block 2"]
    assert ended.tray == ()
    nothing = OutcomeDraft(kind=OutcomeKind.NO_ACTION, reason="It is settled.")
    record_outcome(dilys, world.s215, loaded(room), ended.themes[0].id, nothing)
    with pytest.raises(Refused, match="Late: pace"):
        moves.step(dilys, loaded(room), "publish")


def test_what_a_group_saw_and_left_ungrouped_stays_so(world: World) -> None:
    room = a_room(world, template="quick-ideas")
    grouped, _left = a_card(world, room, "Early"), a_card(world, room, "Left alone")
    room = go_on(room, "group")
    grouping.move_card(world.actor("amina"), room, grouped, "Grouped")
    moves.step(world.actor("marek"), room, "close")
    assert [card.text for card in board(loaded(room), world.actor("marek")).loose] == ["Left alone"]


def test_a_cancelled_workshop_makes_no_themes_and_keeps_no_keys(world: World) -> None:
    room = without_a_ballot(world)
    assert db.session.scalar(select(func.count()).select_from(Command)) == 2
    themes = db.session.scalar(select(func.count()).select_from(Theme))
    moves.step(world.actor("marek"), room, "cancel", "Nobody can come.")
    assert db.session.scalar(select(func.count()).select_from(Command)) == 0
    assert db.session.scalar(select(func.count()).select_from(Theme)) == themes
    assert db.session.scalar(select(func.count()).select_from(Contribution)) == 2


def test_cards_that_were_never_grouped_are_themes_at_the_close(world: World) -> None:
    room = a_room(world, anonymity=Anonymity.NAMED, template="1-2-4-all")
    a_card(world, room, "One")
    room = go_on(room, "reveal")
    a_card(world, room, "Two")
    moves.step(world.actor("marek"), room, "close")
    assert {theme.title for theme in board(loaded(room), world.actor("ben")).themes} == {"One", "Two"}
