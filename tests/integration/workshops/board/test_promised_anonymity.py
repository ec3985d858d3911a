"""A card is stored as its writer's page said, or not at all; and what was promised when the meeting began stands."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Invalid
from app.workshops.board.services.cards import OTHERWISE_STORED
from app.workshops.models import Anonymity, Contribution
from app.workshops.planning.services.plans import change
from tests.factories.boards import a_room, at, loaded
from tests.factories.workshops import a_plan
from tests.people import World

WORDS = {"kind": "idea", "text": "They are afraid to ask."}


@pytest.mark.parametrize(
    ("before", "after"), [(before, after) for before in Anonymity for after in Anonymity if before is not after]
)
def test_no_card_is_kept_with_a_name_that_its_page_did_not_speak_of(
    world: World, as_: Any, before: Anonymity, after: Anonymity
) -> None:
    room, amina = a_room(world, anonymity=before), as_("amina")
    shown = {
        name: text
        for name, text in amina.get(f"{at(room)}/room").values().items()
        if name in {"made_for", "command_key", "form_key"}
    }
    change(world.actor("marek"), loaded(room), a_plan(anonymity=after, starts_at=room.starts_at))
    db.session.commit()
    page = amina.post(f"{at(room)}/cards", {**WORDS, **shown}, once=False)
    assert page.status == 409
    assert db.session.query(Contribution).count() == 0
    assert OTHERWISE_STORED in page.text
    assert page.values()["text"] == WORDS["text"]
    again = {name: page.values()[name] for name in shown if name in page.values()}
    assert amina.post(f"{at(room)}/cards", {**WORDS, **again}, once=False).status == 303


def test_the_promise_stands_from_the_beginning_of_the_meeting(world: World) -> None:
    room = a_room(world, "collect")
    with pytest.raises(Invalid) as refused:
        change(world.actor("marek"), loaded(room), a_plan(anonymity=Anonymity.NAMED, starts_at=room.starts_at))
    assert "anonymity" in refused.value.fields
