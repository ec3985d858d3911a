"""Blank ballots hide nobody, a second round is told of, and whoever only watches is told so whenever they try to vote."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.notifications.models import Notice
from app.workshops.models import Anonymity, Method, Part, Round
from app.workshops.participants.services.invitations import invite
from app.workshops.room.services import moves
from app.workshops.voting.queries.results import results
from app.workshops.voting.services import ballots
from tests.factories.ballots import VOTERS, a_ballot, the_round
from tests.factories.boards import a_room, at, go_on, loaded
from tests.factories.races import new_key
from tests.people import World


@pytest.mark.parametrize(("chose", "withheld"), [(1, True), (4, True), (5, False)])
def test_blank_ballots_do_not_make_five(world: World, chose: int, withheld: bool) -> None:
    room = a_ballot(world, Anonymity.UNATTRIBUTED, ballot_method=Method.DOTS)
    first = the_round(room).items[0]
    for number, name in enumerate(VOTERS):
        choices = [[first, 3]] if number < chose else []
        ballots.submit(world.actor(name), room, choices, key=new_key())
    moves.step(world.actor("marek"), loaded(room), "close")
    found = results(loaded(room), world.actor("marek"))
    assert found is not None
    assert (found.withheld, found.turnout.ballots, bool(found.scored)) == (withheld, 6, not withheld)


def test_the_second_round_is_told_to_all_who_can_vote_in_it(world: World) -> None:
    room = a_ballot(world, Anonymity.NAMED, ballot_method=Method.RATE)

    def told() -> int:
        opened = select(Notice.person_id).where(Notice.what == "ballot")
        return len(db.session.scalars(opened).all())

    assert told() == len(VOTERS)
    ballots.end_round(world.actor("marek"), room)
    assert told() == 2 * len(VOTERS)
    assert len(db.session.scalars(select(Round.id)).all()) == 2


@pytest.mark.parametrize("page", ["dots", "ballot"])
@pytest.mark.parametrize("state", ["lobby", "vote", "catch_up"])
def test_whoever_only_watches_is_told_so_vote_or_no_vote(world: World, as_: Any, page: str, state: str) -> None:
    room = a_room(world)
    invite(world.actor("marek"), room, [world.ravi.id], Part.OBSERVER)
    go_on(room, state)
    db.session.commit()
    key = {"command_key": new_key()} if page == "ballot" else {}
    assert as_("ravi").post(f"{at(room)}/{page}", key).status == 403
