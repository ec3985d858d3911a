"""Members of the network who are not invited read no board: nor a theme's title by its address, nor by a faulty form."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.workshops.board.services.grouping import name_theme
from tests.factories.boards import a_room, at, go_on
from tests.people import World

SECRET = "Zanzibar canary"


@pytest.mark.parametrize("name", ["dilys", "wanda", "ravi", "spencer", "saoirse", "tomos"])
def test_a_theme_by_its_address_is_not_there_for_the_uninvited(world: World, as_: Any, name: str) -> None:
    room = go_on(a_room(world), "group")
    theme = name_theme(world.actor("amina"), room, SECRET)
    db.session.commit()
    client, address = as_(name), f"{at(room)}/themes/{theme.id}"
    pages = [client.get(f"{address}/{last}", strict=False) for last in ("notes", "edit")]
    pages += [client.post(f"{address}/{last}") for last in ("notes", "merge", "second", "edit")]
    assert [(page.status, SECRET in page.html) for page in pages if page.status < 400 or SECRET in page.html] == []


def test_those_invited_read_it(world: World, as_: Any) -> None:
    room = go_on(a_room(world), "group")
    theme = name_theme(world.actor("amina"), room, SECRET)
    assert SECRET in as_("ben").get(f"{at(room)}/themes/{theme.id}/notes").text
