"""The queue of the discussion: the straw vote's order, changed by a facilitator with buttons."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import NotFound, Refused
from app.workshops.board.queries.board import themes_of
from app.workshops.board.services.grouping import change_theme, merge_themes, name_theme
from app.workshops.models import Theme, Workshop
from app.workshops.queries import seat_of
from app.workshops.room.queries.spotlight import in_the_light
from app.workshops.room.services.queue import mark_discussed, move_in_queue
from app.workshops.room.services.queue import next_theme as discuss_next
from tests.factories.boards import a_card, a_room, at, go_on
from tests.people import World

TITLES = ("Signs", "Moles", "Pace")


@pytest.fixture
def room(world: World) -> Workshop:
    made = go_on(a_room(world), "discuss")
    for title in TITLES:
        name_theme(world.actor("marek"), made, title)
    return made


def theme(title: str) -> Theme:
    return db.session.query(Theme).filter_by(title=title).one()


def order(world: World, room: Workshop, who: str = "ben") -> list[str]:
    return [each.title for each in themes_of(room, seen_by=world.actor(who))]


def lit(world: World, room: Workshop) -> str | None:
    found = in_the_light(room, seat_of(room, world.actor("ben")), world.actor("ben"))
    return found.words if found else None


def test_a_theme_moves_up_and_down_and_no_further_than_the_end(world: World, room: Workshop) -> None:
    marek = world.actor("marek")
    move_in_queue(marek, room, theme("Pace"), -1)
    assert order(world, room) == ["Signs", "Pace", "Moles"]
    move_in_queue(marek, room, theme("Signs"), 1)
    assert order(world, room) == ["Pace", "Signs", "Moles"]
    move_in_queue(marek, room, theme("Pace"), -1)
    move_in_queue(marek, room, theme("Moles"), 1)
    assert order(world, room) == ["Pace", "Signs", "Moles"]


def test_one_after_the_other_is_discussed(world: World, room: Workshop) -> None:
    marek = world.actor("marek")
    assert discuss_next(marek, room, None) == theme("Signs")
    assert lit(world, room) == "Signs"
    discuss_next(marek, room, theme("Signs"))
    assert lit(world, room) == "Moles"
    mark_discussed(marek, room, theme("Pace"))
    assert discuss_next(marek, room, theme("Moles")) is None
    assert lit(world, room) is None
    assert all(each.discussed for each in themes_of(room, seen_by=world.actor("ben")))
    mark_discussed(marek, room, theme("Pace"), done=False)
    assert discuss_next(marek, room, None) == theme("Pace")


def test_the_order_is_nobodys_edit_of_a_theme(world: World, room: Workshop) -> None:
    """Whoever renames a theme while it moves in the queue is not told of a conflict."""
    marek, seen = world.actor("marek"), theme("Pace").version
    move_in_queue(marek, room, theme("Pace"), -2)
    mark_discussed(marek, room, theme("Pace"))
    change_theme(marek, room, theme("Pace"), "Pace of Block 2", theme("Pace").list, seen_version=seen)
    assert order(world, room)[0] == "Pace of Block 2"


def test_only_those_who_run_it_order_what_is_shown(world: World, room: Workshop) -> None:
    with pytest.raises(Refused):
        move_in_queue(world.actor("amina"), room, theme("Pace"), -1)
    with pytest.raises(Refused):
        mark_discussed(world.actor("marek"), go_on(room, "collect"), theme("Pace"))
    with pytest.raises(Refused):
        mark_discussed(world.actor("marek"), go_on(room, "final_ballot"), theme("Pace"))
    merge_themes(world.actor("marek"), go_on(room, "discuss"), theme("Pace"), theme("Signs"))
    with pytest.raises(NotFound):
        mark_discussed(world.actor("marek"), room, theme("Pace"))


def test_the_queue_in_the_room(world: World, as_: Any, room: Workshop) -> None:
    here, last = at(room), str(theme("Pace").id)
    a_card(world, room, "Late, and counted.")
    db.session.commit()
    marek = as_("marek")
    for step in ("earlier", "earlier", "light", "discussed"):
        held = marek.get(f"{here}/room").values()
        assert marek.post(f"{here}/room/{step}", {"theme": last, **carried(held)}).status == 303
    text = as_("ben").get(f"{here}/room").text
    assert text.index("Pace") < text.index("Signs")
    assert "Shown to everybody additional issues" in text or "Shown to everybody Tricky Topics" in text
    assert "1 card added later: they count as much." in text
    assert "Earlier" not in text
    assert as_("ben").post(f"{here}/room/earlier", {"theme": last}).status == 403
    assert marek.post(f"{here}/room/next-theme", {"theme": last}).status == 303
    assert "Discussed: on to the next" in marek.get(f"{here}/room").text
    assert marek.post(f"{here}/room/later", {"theme": "99999"}).status == 404


def carried(held: dict[str, str]) -> dict[str, str]:
    """What the form of the queue holds beside the theme of its button."""
    return {name: held[name] for name in ("version", "order")}
