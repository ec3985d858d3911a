"""Without names, each of fewer than five can be guessed: whoever plans and whoever writes is told."""

from __future__ import annotations

from typing import Any

import pytest

from app.workshops.models import Anonymity, Part
from app.workshops.participants.services.invitations import invite
from app.workshops.wording import FEW_WRITERS
from tests.factories.workshops import a_workshop
from tests.people import World

ONE = "/networks/s215/workshops/1"


def test_whoever_plans_and_whoever_writes_is_told(world: World, as_: Any) -> None:
    a_workshop(world, "collecting")
    assert FEW_WRITERS in as_("marek").get(f"{ONE}/invite").text
    assert FEW_WRITERS in as_("marek").get(ONE).text
    for page in (ONE, f"{ONE}/cards", f"{ONE}/room"):
        assert FEW_WRITERS in as_("amina").get(page).text, page
    assert "fewer than five people" in as_("marek").get("/networks/s215/workshops/new").text


@pytest.mark.parametrize("anonymity", [Anonymity.HIDDEN, Anonymity.NAMED])
def test_where_names_are_stored_nothing_is_promised(world: World, as_: Any, anonymity: Anonymity) -> None:
    a_workshop(world, "collecting", anonymity=anonymity)
    assert FEW_WRITERS not in as_("amina").get(f"{ONE}/cards").text


def test_five_who_write_are_enough_and_observers_are_none_of_them(world: World, as_: Any) -> None:
    room = a_workshop(world, "draft", people=("amina", "ben", "dilys"))
    invite(world.actor("marek"), room, [world.tomos.id], Part.OBSERVER)
    assert FEW_WRITERS in as_("marek").get(f"{ONE}/invite").text
    invite(world.actor("marek"), room, [world.tomos.id], Part.PARTICIPANT)
    assert FEW_WRITERS not in as_("marek").get(f"{ONE}/invite").text
    room.state = "collecting"
    assert FEW_WRITERS not in as_("ben").get(f"{ONE}/cards").text
