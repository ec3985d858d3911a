"""Two people change the same theme: nobody changes another theme than the one on their page."""

from __future__ import annotations

from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Conflict, Refused
from app.workshops.board.services.grouping import change_theme, merge_themes, name_theme
from app.workshops.models import Theme, ThemeList, Workshop
from tests.factories.ballots import a_straw_vote, the_round
from tests.factories.boards import a_card, a_room, at, go_on, loaded
from tests.people import World


def _merged_meanwhile(world: World) -> tuple[Workshop, list[Theme]]:
    """Three themes; the first was merged into the second after somebody opened its page."""
    room = go_on(a_room(world), "group")
    themes = [name_theme(world.actor("amina"), room, title) for title in "ABC"]
    merge_themes(world.actor("ben"), room, themes[0], themes[1])
    db.session.commit()
    return loaded(room), themes


def test_a_theme_that_was_merged_away_is_not_renamed_in_the_others_stead(world: World) -> None:
    room, (gone, stands, _) = _merged_meanwhile(world)
    with pytest.raises(Conflict, match="into “B”"):
        change_theme(world.actor("amina"), room, gone, "A, better said", ThemeList.TOPICS, seen_version=1)
    assert stands.title == "B"


def test_a_theme_that_was_merged_away_takes_the_other_nowhere(world: World) -> None:
    room, (gone, stands, other) = _merged_meanwhile(world)
    with pytest.raises(Conflict):
        merge_themes(world.actor("amina"), room, gone, other, seen_version=1)
    assert stands.merged_into_id is None


def test_what_leads_to_a_merged_theme_leads_on(world: World) -> None:
    room, (gone, stands, other) = _merged_meanwhile(world)
    assert merge_themes(world.actor("amina"), room, other, gone).id == stands.id


def test_a_theme_keeps_its_name_while_people_vote_on_it(world: World) -> None:
    room = a_straw_vote(world)
    theme = db.session.get_one(Theme, the_round(room).items[0])
    with pytest.raises(Refused, match="is open"):
        change_theme(world.actor("amina"), room, theme, "Something else", ThemeList.TOPICS)


@pytest.mark.parametrize("what", ["hide", "merge"])
def test_after_a_conflict_was_shown_the_same_form_is_taken(world: World, as_: Any, what: str) -> None:
    room = go_on(a_room(world), "group")
    card = a_card(world, room)
    one, other = (name_theme(world.actor("amina"), room, title) for title in "AB")
    address = f"{at(room)}/cards/{card.id}/hide" if what == "hide" else f"{at(room)}/themes/{one.id}/merge"
    form = {"reason": "Names a student.", "target": str(other.id), "version": "77"}
    client = as_("marek")
    refused = client.post(address, form)
    assert refused.status == 409
    versions = {e.get("value") for e in refused.find_all("input", name="version")}
    assert versions == {"1"}
    assert client.post(address, form | {"version": "1"}).status == 303
