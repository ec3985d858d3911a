"""The number of dots while they are given: raising is fine, and nobody's dots are taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.workshops.models import Anonymity, Dot, Method, Workshop, WorkshopEvent
from app.workshops.room.services import moves
from app.workshops.voting.services.straw_vote import change_budget, put_dots
from tests.client import StrictClient
from tests.factories.ballots import a_straw_vote, the_round
from tests.factories.boards import loaded
from tests.people import World

As = Callable[[str | None], StrictClient]


def given(workshop: Workshop) -> int:
    return len(db.session.scalars(select(Dot.dot_no).where(Dot.round_id == the_round(workshop).id)).all())


def test_more_dots_can_be_given_at_once_and_the_rule_says_so(world: World) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    put_dots(world.actor("amina"), workshop, {item: 5})
    change_budget(world.actor("marek"), workshop, 8)
    db.session.commit()
    assert (the_round(workshop).budget, given(workshop)) == (8, 5)
    assert "Everybody has 8 dots for 6 themes" in the_round(workshop).rule
    put_dots(world.actor("amina"), workshop, {item: 8})
    with pytest.raises(Invalid):
        put_dots(world.actor("amina"), workshop, {item: 9})
    told = select(WorkshopEvent.payload).where(WorkshopEvent.kind == "round.changed")
    assert db.session.scalars(told).all() == [{"round": 1, "budget": 8}]


def test_fewer_than_somebody_has_given_is_refused_with_a_sentence(world: World) -> None:
    workshop = a_straw_vote(world)
    item = the_round(workshop).items[0]
    put_dots(world.actor("amina"), workshop, {item: 4})
    put_dots(world.actor("ben"), workshop, {item: 1})
    with pytest.raises(Invalid) as refused:
        change_budget(world.actor("marek"), workshop, 3)
    assert "Somebody has given 4 dots already" in refused.value.fields["dots"][0]
    change_budget(world.actor("marek"), workshop, 4)
    assert (the_round(workshop).budget, given(workshop)) == (4, 5)
    for wrong in (0, -1, 21):
        with pytest.raises(Invalid):
            change_budget(world.actor("marek"), workshop, wrong)


def test_only_those_who_run_it_change_it_only_while_it_is_open_and_only_dots(world: World) -> None:
    workshop = a_straw_vote(world)
    with pytest.raises(Refused):
        change_budget(world.actor("amina"), workshop, 9)
    with pytest.raises(Conflict):
        change_budget(world.actor("marek"), workshop, 9, seen_round=7)
    moves.move_room(world.actor("marek"), loaded(workshop), "next")
    with pytest.raises(Conflict, match="closed"):
        change_budget(world.actor("marek"), workshop, 9)
    with pytest.raises(Refused, match="no dots"):
        change_budget(world.actor("marek"), a_straw_vote(world, straw_method=Method.RANK), 9)


def test_the_facilitators_form_stands_in_the_room_and_nobody_elses(world: World, as_: As) -> None:
    workshop = a_straw_vote(world, Anonymity.UNATTRIBUTED)
    item = the_round(workshop).items[0]
    put_dots(world.actor("ben"), workshop, {item: 5})
    address = f"/networks/s215/workshops/{workshop.number}"
    assert "Give everybody more or fewer dots" not in as_("amina").get(f"{address}/room").text
    marek = as_("marek")
    assert "Give everybody more or fewer dots" in marek.get(f"{address}/room").text
    fewer = marek.post(f"{address}/dots/budget", {"round": "1", "dots": "3"})
    assert (fewer.status, "5 is the fewest now" in fewer.text) == (422, True)
    more = marek.follow(marek.post(f"{address}/dots/budget", {"round": "1", "dots": "7"}))
    assert "Everybody has 7 dots now." in more.text
    assert as_("amina").post(f"{address}/dots/budget", {"round": "1", "dots": "9"}).status == 403
