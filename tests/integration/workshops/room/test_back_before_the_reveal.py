"""Back before its reveal a room shows nothing of what was on its cards: no title, no quotation, nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Refused
from app.workshops.board.services import grouping
from app.workshops.board.services.notes import add_note
from app.workshops.models import Anonymity, OutcomeKind, Workshop
from app.workshops.outcomes.services import OutcomeDraft, record_outcome
from app.workshops.outcomes.write_up.services import edit_section
from app.workshops.room.services import moves
from app.workshops.voting.services.straw_vote import put_dots
from tests.factories.ballots import the_round
from tests.factories.boards import a_card, a_room, at, loaded
from tests.people import World

CANARY = "zanzibarcanary4712"
PAGES = (
    "",
    "/room",
    "/room?phase=1",
    "/board",
    "/dots",
    "/ballot",
    "/results",
    "/results.csv",
    "/outcomes",
    "/write-up",
    "/write-up/themes",
    "/cards.csv",
    "/room/screen",
    "/publish",
)


@pytest.fixture
def room(world: World) -> Workshop:
    """It went as far as its vote, a theme was named, noted, voted on, concluded and written up; then it went back."""
    made, marek = a_room(world, anonymity=Anonymity.NAMED), world.actor("marek")
    card = a_card(world, made, f"They write {CANARY}.")
    moves.step(marek, loaded(made), "start")
    kinds = [phase.kind for phase in loaded(made).phases]
    moves.move_room(marek, loaded(made), kinds.index("group"))
    theme = grouping.move_card(marek, loaded(made), card, f"About {CANARY}")
    assert theme is not None
    add_note(marek, loaded(made), theme, f"We said {CANARY}")
    moves.move_room(marek, loaded(made), "next")
    put_dots(world.actor("ben"), loaded(made), {the_round(made).items[0]: 2})
    moves.move_room(marek, loaded(made), "next")
    nothing = OutcomeDraft(kind=OutcomeKind.NO_ACTION, reason=f"Enough of {CANARY}.")
    record_outcome(marek, world.s215, loaded(made), theme.id, nothing)
    edit_section(marek, loaded(made), "themes", f"They all wrote {CANARY}.")
    moves.move_room(marek, loaded(made), kinds.index("collect"))
    db.session.commit()
    return loaded(made)


@pytest.mark.parametrize("name", ["ben", "marek", "dilys"])
def test_nothing_of_it_is_in_any_page(room: Workshop, as_: Any, name: str) -> None:
    client = as_(name)
    shown = [page for page in PAGES if CANARY in client.get(f"{at(room)}{page}").text]
    assert shown == []


def test_what_was_written_up_is_not_written_over_from_a_page_without_it(world: World, room: Workshop, as_: Any) -> None:
    with pytest.raises(Refused, match="back before its reveal"):
        edit_section(world.actor("marek"), room, "themes", "Anew")
    kinds = [phase.kind for phase in room.phases]
    moves.move_room(world.actor("marek"), room, kinds.index("reveal"))
    db.session.commit()
    assert f"They all wrote {CANARY}." in as_("ben").get(f"{at(room)}/write-up").text
