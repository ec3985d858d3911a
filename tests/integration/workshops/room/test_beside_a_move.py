"""What is written while somebody moves the room belongs before the move or behind it, never half to each.

Two connections: one has made the move and not committed yet when the other one's request arrives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.db import db
from app.core.errors import Refused
from app.workshops.board.services import grouping
from app.workshops.board.services.cards import CardWords, contribute, edit
from app.workshops.models import Anonymity, Contribution, ContributionKind, Theme, Workshop
from app.workshops.room.services import moves
from tests.factories.ballots import with_themes
from tests.factories.beside import beside as at_once
from tests.factories.boards import TOKEN, a_card, a_room, go_on, loaded
from tests.factories.races import new_key
from tests.people import World

pytestmark = pytest.mark.slow


def beside(app: Flask, workshop_id: int, move: Callable[[Workshop], Any], write: Callable[[Workshop], Any]) -> Any:
    """Make the move; let the other begin to write; then commit the move. What became of the writing."""

    def room() -> Workshop:
        return loaded(db.session.get_one(Workshop, workshop_id))

    return at_once(app, lambda: move(room()), room, write)


def forwards(workshop: Workshop) -> None:
    moves.move_room(World().actor("marek"), workshop, "next")


def test_a_card_written_beside_the_reveal_is_late_and_leads_to_nobody(live_app: Flask) -> None:
    world = World()
    at, amina = a_room(world, "collect").id, world.actor("amina")
    a_card(world, loaded(db.session.get_one(Workshop, at)), by="ben", author_token="a-browser-of-ben")
    db.session.commit()

    def write(workshop: Workshop) -> Any:
        return contribute(
            amina, workshop, CardWords(ContributionKind.IDEA, "Beside"), author_token=TOKEN, key=new_key()
        )

    beside(live_app, at, forwards, write)
    card = db.session.scalars(select(Contribution).where(Contribution.text == "Beside")).one()
    assert (card.late, card.mark) == (True, None)


def test_a_card_shown_meanwhile_is_not_changed_by_its_browser(live_app: Flask) -> None:
    world = World()
    room = a_room(world, "collect")
    at, amina, card_id = room.id, world.actor("amina"), a_card(world, room, "As it was").id
    db.session.commit()

    def change(workshop: Workshop) -> Any:
        card = db.session.get_one(Contribution, card_id)
        return edit(amina, workshop, card, CardWords(ContributionKind.IDEA, "Otherwise"), author_token=TOKEN)

    assert isinstance(beside(live_app, at, forwards, change), Refused)
    assert db.session.get_one(Contribution, card_id).text == "As it was"


@pytest.mark.parametrize("step", ["move", "name"])
def test_nothing_is_grouped_once_the_ballot_stands(live_app: Flask, step: str) -> None:
    world = World()
    room = go_on(a_room(world, anonymity=Anonymity.NAMED), "group")
    at, amina, card_id = room.id, world.actor("amina"), a_card(world, room).id
    themes = with_themes(room)
    db.session.commit()

    def group(workshop: Workshop) -> Any:
        if step == "name":
            return grouping.name_theme(amina, workshop, "Too late")
        card = db.session.get_one(Contribution, card_id)
        return grouping.move_card(amina, workshop, card, db.session.get_one(Theme, themes[0]))

    def ballot(workshop: Workshop) -> None:
        moves.step(world.actor("marek"), workshop, "open_ballot")

    assert isinstance(beside(live_app, at, ballot, group), Refused)
    titles = db.session.scalar(select(func.count()).where(Theme.workshop_id == at, Theme.title == "Too late"))
    assert titles == 0
