"""Cards and themes that several people get hold of at the same moment: nothing twice, nothing lost, no ring of merges."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm.exc import StaleDataError

from app.core.db import db
from app.core.errors import DomainError
from app.workshops.board.queries.board import board
from app.workshops.board.services import grouping
from app.workshops.board.services import reveal as revealing
from app.workshops.board.services.cards import CardWords, contribute
from app.workshops.board.services.notes import second
from app.workshops.models import Anonymity, Contribution, ContributionKind, GroupingStep, Seconding, Theme, Workshop
from tests.factories.boards import TOKEN, a_card, a_room, go_on, loaded
from tests.factories.races import all_at_once, new_key
from tests.people import World

pytestmark = pytest.mark.slow

CARD = CardWords(ContributionKind.IDEA, "Said once")


@pytest.fixture
def room(live_app: Flask) -> Workshop:
    found = go_on(a_room(World()), "group")
    db.session.commit()
    return loaded(found)


def tried(app: Flask, workshop_id: int, call: Callable[[Workshop], Any]) -> bool:
    """Whether it was accepted, as a request would be."""
    with app.app_context():
        try:
            answer = call(loaded(db.session.get_one(Workshop, workshop_id)))
            db.session.commit()
        except (DomainError, StaleDataError):
            db.session.rollback()
            return False
        finally:
            db.session.remove()
        return answer is not None and answer is not False


def test_one_form_sent_by_three_tabs_makes_one_card(live_app: Flask, room: Workshop) -> None:
    amina, key, at = World().actor("amina"), new_key(), room.id
    db.session.remove()
    send = partial(tried, live_app, at, lambda room: contribute(amina, room, CARD, author_token=TOKEN, key=key))
    assert sum(all_at_once([send] * 12)) == 1
    assert db.session.query(Contribution).count() == 1


def test_of_those_who_move_one_card_at_once_one_succeeds(live_app: Flask, room: Workshop) -> None:
    world, at = World(), room.id
    card = a_card(world, room)
    card_id, seen = card.id, card.version
    db.session.commit()
    actors = [world.actor(name) for name in ("amina", "ben", "marek")] * 4
    db.session.remove()

    def move(number: int, room: Workshop) -> Theme | None:
        found = db.session.get_one(Contribution, card_id)
        return grouping.move_card(actors[number], room, found, f"Theme {number}", seen_version=seen)

    assert sum(all_at_once([partial(tried, live_app, at, partial(move, n)) for n in range(12)])) == 1
    assert db.session.query(Theme).count() == db.session.query(GroupingStep).count() == 1


def test_merges_that_meet_lead_in_no_ring(live_app: Flask, room: Workshop) -> None:
    world, at = World(), room.id
    ben = world.actor("ben")
    ids = [grouping.name_theme(ben, room, f"Theme {n}").id for n in range(4)]
    db.session.commit()
    db.session.remove()

    def merge(source: int, target: int, room: Workshop) -> Theme:
        return grouping.merge_themes(ben, room, db.session.get_one(Theme, source), db.session.get_one(Theme, target))

    pairs = [(one, other) for one in ids for other in ids if one != other]
    all_at_once([partial(tried, live_app, at, partial(merge, *pair)) for pair in pairs])
    assert db.session.query(Theme).filter(Theme.merged_into_id.is_(None)).count() == 1
    (theme,) = board(loaded(db.session.get_one(Workshop, at)), ben).themes
    assert len(theme.was) == 3


def test_undo_pressed_by_many_takes_back_one_step(live_app: Flask, room: Workshop) -> None:
    world, at = World(), room.id
    ben = world.actor("ben")
    for number in range(6):
        grouping.name_theme(ben, room, f"Theme {number}")
    db.session.commit()
    last = max(step.id for step in db.session.query(GroupingStep))
    db.session.remove()
    undo = partial(tried, live_app, at, lambda room: grouping.undo_last(ben, room, seen_step=last))
    assert sum(all_at_once([undo] * 8)) == 1
    assert db.session.query(Theme).count() == 5


def test_seeing_it_too_counts_once_however_often_it_is_pressed(live_app: Flask, room: Workshop) -> None:
    world, at = World(), room.id
    ben = world.actor("ben")
    theme_id = grouping.name_theme(ben, room, "Theme").id
    db.session.commit()
    db.session.remove()
    press = partial(
        tried, live_app, at, lambda room: second(ben, room, db.session.get_one(Theme, theme_id), author_token=TOKEN)
    )
    assert sum(all_at_once([press] * 12)) == 1
    assert db.session.query(Seconding).count() == 1


def test_no_card_is_lost_when_the_reveal_comes_while_people_write(live_app: Flask) -> None:
    world = World()
    at = a_room(world, anonymity=Anonymity.UNATTRIBUTED).id
    amina = world.actor("amina")
    db.session.commit()
    db.session.remove()

    def write(room: Workshop) -> Any:
        return contribute(amina, room, CARD, author_token=TOKEN, key=new_key())

    def reveal(room: Workshop) -> bool:
        go_on(room, "reveal")
        revealing.reveal(room.id)
        return True

    calls = [partial(tried, live_app, at, write) for _ in range(20)]
    calls.insert(10, partial(tried, live_app, at, reveal))
    accepted = sum(all_at_once(calls))
    room = loaded(db.session.get_one(Workshop, at))
    assert board(room, amina).cards == accepted - (room.state == "live") == db.session.query(Contribution).count()
    revealing.reveal(at)
    assert db.session.query(Contribution).filter(Contribution.mark.is_not(None)).count() == 0
