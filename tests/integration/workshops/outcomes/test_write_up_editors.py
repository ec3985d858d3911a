"""Two people put a section of the write-up into words: the second is told, and nothing of the first is lost."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.workshops.board.services.grouping import move_card, name_theme
from app.workshops.models import ContributionKind
from tests.factories.boards import a_card, a_room, at, go_on
from tests.people import World


def test_the_first_words_of_a_section_are_not_written_over(world: World, as_: Any) -> None:
    address = f"{at(go_on(a_room(world), 'catch_up'))}/write-up/purpose"
    marek = as_("marek")
    drafted = marek.get(address).values()["version"]
    assert marek.post(address, {"body": "The first words", "version": drafted}).status == 303
    second = marek.post(address, {"body": "The second words", "version": drafted})
    assert second.status == 409
    assert "The first words" in second.text
    assert second.values()["body"] == "The second words"
    assert marek.post(address, {"body": "Both", "version": second.values()["version"]}).status == 303


def test_a_card_is_quoted_word_for_word(world: World, as_: Any) -> None:
    said = "They write 2*3*4 for a_b_c <sub>\n# of [x](http://example.org/x)"
    room = go_on(a_room(world), "discuss")
    theme = name_theme(world.actor("amina"), room, "Units [SI] and *stars*")
    move_card(world.actor("amina"), room, a_card(world, room, said, kind=ContributionKind.IDEA), theme)
    db.session.commit()
    words = as_("ben").get(f"{at(room)}/write-up").text
    assert " ".join(said.split()) in words
    assert theme.title in words


@pytest.mark.parametrize("field", ["existing", "topic_number"])
@pytest.mark.parametrize("number", ["0", "-1", "1" + 30 * "0"])
def test_a_number_that_nothing_has_is_told_at_its_field(world: World, as_: Any, field: str, number: str) -> None:
    room = go_on(a_room(world), "discuss")
    theme = name_theme(world.actor("amina"), room, "Moles")
    form = {"kind": "intervention", "title": "A quiz", "nobody_yet": "y", field: number}
    page = as_("marek").post(f"{at(room)}/outcomes/{theme.id}", form)
    assert page.status == 422
    assert "stands on its page" in page.text


def test_publishing_goes_by_its_page_where_the_letters_are_confirmed(world: World, as_: Any) -> None:
    room = go_on(a_room(world), "closed")
    page = as_("marek").post(f"{at(room)}/steps/publish", {"version": str(room.version)})
    assert page.location.endswith(f"{at(room)}/publish")
    db.session.refresh(room)
    assert room.state == "closed"
