"""A page asks once what its reader is in the workshop, however many parts of it need to know."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from app.core.db import db
from app.workshops.models import Anonymity, Workshop
from app.workshops.room.services import moves
from tests.factories.ballots import a_ballot, vote
from tests.factories.boards import a_card, a_room, at, go_on, loaded
from tests.people import World


def asked(client: Any, address: str) -> int:
    """How often this page asks for the reader's part."""
    seen: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith("SELECT workshop_member.part \n"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert client.get(address).status == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return len(seen)


def concluded(world: World) -> Workshop:
    room = a_ballot(world, Anonymity.NAMED)
    for name in ("amina", "ben", "tomos", "dilys", "saoirse"):
        vote(world, room, name, "ABCDE")
    moves.step(world.actor("marek"), loaded(room), "close")
    db.session.commit()
    return room


@pytest.mark.parametrize("page", ["", "/board", "/results", "/outcomes", "/write-up", "/publish", "/ballot"])
def test_after_the_ballot(world: World, as_: Any, page: str) -> None:
    room = concluded(world)
    assert asked(as_("dilys"), f"{at(room)}{page}") == 1


@pytest.mark.parametrize("phase", ["lobby", "collect", "reveal", "group", "vote", "discuss", "commit"])
def test_in_the_room_and_on_the_screen(world: World, as_: Any, phase: str) -> None:
    room = a_room(world)
    a_card(world, room)
    room = go_on(room, phase)
    db.session.commit()
    assert asked(as_("marek"), f"{at(room)}/room") == asked(as_("marek"), f"{at(room)}/room/screen") == 1


@pytest.mark.parametrize("page", ["/invite", "/change", "/run-sheet"])
def test_while_it_is_planned(world: World, as_: Any, page: str) -> None:
    room = a_room(world)
    db.session.commit()
    assert asked(as_("marek"), f"{at(room)}{page}") == 1
