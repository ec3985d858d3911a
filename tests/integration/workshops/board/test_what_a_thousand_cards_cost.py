"""What a room with a thousand cards may cost, in Python calls and in queries: the same on every machine.

A thousand calls are some two thirds of a millisecond. The dearest page is the list of grouping after a change, when its
suggestions are worked out anew; the next reader finds them worked out.
"""

from __future__ import annotations

import cProfile
import pstats
import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import insert

from app.core.db import db
from app.workshops.board.queries import similar_cards
from app.workshops.models import Contribution, Theme, Workshop
from tests.client import StrictClient
from tests.factories.boards import a_room, at, go_on
from tests.people import World

CARDS, THEMES = 1_000, 30
SAID = (
    "half draw arrow lone pair mechanism copied remember picture electron charge balance equation mole litre mass "
    "amount concentration buffer acid base graph scale units sign bracket minus fraction ratio quiz feedback deadline "
    "week pace reading video unclear question tutorial answer page symbol meaning confused step order reason explain"
)
PARTICIPANT, FACILITATOR = "amina", "marek"
#: In Python calls, measured on both databases and a fifth on top: with suggestions worked out anew, and when they are there already.
ANEW, AGAIN_READS, AGAIN_RUNS = 1_300_000, 425_000, 530_000
MOVING, BOARD, WRITING, LONG = 125_000, 425_000, 28_500, 275_000
QUERIES = 30


def text(number: int, words: int = 18) -> str:
    lot = random.Random(number)
    return " ".join(lot.choice(SAID.split()) for _ in range(words)) + f" {number}"


@pytest.fixture
def room(world: World) -> Iterator[Workshop]:
    """Grouping, with six cards of ten in thirty themes."""
    made = a_room(world, "group")
    themes = [Theme(workshop_id=made.id, title=" ".join(text(-number, 3).split()[:3])) for number in range(THEMES)]
    db.session.add_all(themes)
    db.session.flush()
    plain = {"workshop_id": made.id, "kind": "idea", "codes": [], "late": False, "channel": "live", "placed": False}
    plain |= {"withdrawn": False, "dismissed": [], "at": made.created_at, "version": 1}
    cards: list[dict[str, Any]] = [
        {"id": f"{n:024x}", "text": text(n), "theme_id": themes[n % THEMES].id if n % 10 < 6 else None} | plain
        for n in range(CARDS)
    ]
    db.session.execute(insert(Contribution), cards)
    db.session.commit()
    similar_cards.forget()
    yield made
    similar_cards.forget()


def calls_of(ask: Callable[[], Any]) -> int:
    counter = cProfile.Profile()
    counter.enable()
    ask()
    counter.disable()
    return int(pstats.Stats(counter).total_calls)  # type: ignore[attr-defined]


def reading(client: StrictClient, address: str) -> Callable[[], None]:
    def ask() -> None:
        assert client.client.get(address, headers={"HX-Request": "true"}).status_code == 200

    return ask


@pytest.mark.parametrize(("name", "anew", "again"), [(PARTICIPANT, ANEW, AGAIN_READS), (FACILITATOR, ANEW, AGAIN_RUNS)])
def test_the_list_of_grouping(world: World, as_: Any, room: Workshop, name: str, anew: int, again: int) -> None:
    look = reading(as_(name), f"{at(room)}/room")
    look()
    similar_cards.forget()
    assert calls_of(look) <= anew
    assert calls_of(look) <= again


def test_moving_a_card_compares_none(world: World, as_: Any, room: Workshop) -> None:
    client = as_(FACILITATOR)
    card, theme = f"{CARDS - 1:024x}", db.session.query(Theme.id).limit(1).scalar()
    form = {"version": "1", "theme": str(theme), "after": ""}
    address = f"{at(room)}/cards/{card}/move"
    assert calls_of(lambda: client.post(address, form)) <= MOVING
    db.session.expire_all()
    assert db.session.get_one(Contribution, card).theme_id == theme


@pytest.mark.parametrize(("phase", "page", "limit"), [("group", "board", BOARD), ("collect", "room", WRITING)])
def test_reading_and_writing(
    world: World,
    as_: Any,
    room: Workshop,
    count_queries: Callable[[], AbstractContextManager[list[str]]],
    phase: str,
    page: str,
    limit: int,
) -> None:
    go_on(room, phase)
    db.session.commit()
    look = reading(as_(PARTICIPANT), f"{at(room)}/{page}")
    look()
    assert calls_of(look) <= limit
    with count_queries() as asked:
        look()
    assert len(asked) <= QUERIES


def test_fifty_cards_of_ten_thousand_characters(world: World, as_: Any) -> None:
    made = a_room(world, "group")
    plain = {"workshop_id": made.id, "kind": "idea", "codes": [], "late": False, "channel": "live", "placed": False}
    plain |= {"withdrawn": False, "dismissed": [], "at": made.created_at, "version": 1}
    long = [{"id": f"{n:024x}", "text": text(n, 2_000)[:10_000]} | plain for n in range(50)]
    db.session.execute(insert(Contribution), long)
    db.session.commit()
    look = reading(as_(PARTICIPANT), f"{at(made)}/room")
    look()
    similar_cards.forget()
    assert calls_of(look) <= LONG
