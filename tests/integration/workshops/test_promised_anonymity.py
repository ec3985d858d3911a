"""A card is stored as its writer's page said, or not at all; and what was promised when the meeting began stands."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Invalid
from app.workshops.models import Anonymity, Contribution
from app.workshops.services.planning import change
from tests.factories.boards import a_room, at, loaded
from tests.factories.workshops import a_plan
from tests.people import World

WORDS = {"kind": "idea", "text": "They are afraid to ask."}


@pytest.mark.parametrize(
    ("before", "after", "stored"),
    [
        (Anonymity.UNATTRIBUTED, Anonymity.NAMED, False),
        (Anonymity.UNATTRIBUTED, Anonymity.HIDDEN, False),
        (Anonymity.HIDDEN, Anonymity.NAMED, False),
        (Anonymity.NAMED, Anonymity.UNATTRIBUTED, True),
        (Anonymity.NAMED, Anonymity.HIDDEN, True),
    ],
)
def test_no_card_is_kept_with_a_name_that_its_page_did_not_speak_of(
    world: World, as_: Any, before: Anonymity, after: Anonymity, stored: bool
) -> None:
    room, amina = a_room(world, anonymity=before), as_("amina")
    shown = {
        name: text
        for name, text in amina.get(f"{at(room)}/room").values().items()
        if name in {"promised", "command_key", "form_key"}
    }
    change(world.actor("marek"), loaded(room), a_plan(anonymity=after, starts_at=room.starts_at))
    db.session.commit()
    page = amina.post(f"{at(room)}/cards", {**WORDS, **shown}, once=False)
    assert page.status == (303 if stored else 409)
    assert db.session.query(Contribution).count() == stored
    if not stored:
        assert "has changed since your page was loaded" in page.text
        assert page.values()["text"] == WORDS["text"]
        again = {name: page.values()[name] for name in ("promised", "form_key")}
        assert amina.post(f"{at(room)}/cards", {**WORDS, **again}, once=False).status == 303


def test_the_promise_stands_from_the_beginning_of_the_meeting(world: World) -> None:
    room = a_room(world, "collect")
    with pytest.raises(Invalid) as refused:
        change(world.actor("marek"), loaded(room), a_plan(anonymity=Anonymity.NAMED, starts_at=room.starts_at))
    assert "anonymity" in refused.value.fields
