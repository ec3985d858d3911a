"""A member removed in mid-vote: the electorate and a ballot that is in stand, and nobody waits for them any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.mail import Letter
from app.networks.models import Membership
from app.networks.services import remove_member
from app.workshops.models import Anonymity, Part, Workshop, WorkshopEvent
from app.workshops.participants import queries as participants
from app.workshops.participants.services import invitations
from app.workshops.room.services import moves
from app.workshops.voting.queries.results import results
from tests.client import StrictClient
from tests.factories.ballots import VOTERS, a_ballot, vote
from tests.factories.boards import loaded
from tests.factories.notices import whom_told
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World

As = Callable[[str | None], StrictClient]


def leaves(world: World, name: str) -> None:
    seats = db.session.query(Membership).filter_by(person_id=getattr(world, name).id, left_at=None).all()
    for seat in seats:
        if seat.network_id == world.s215.id:
            remove_member(world.actor("dilys"), world.s215, seat.id, "Left the university.")
    db.session.commit()


@pytest.mark.parametrize("anonymity", [Anonymity.UNATTRIBUTED, Anonymity.NAMED])
def test_who_leaves_in_mid_vote_stays_in_the_electorate_and_their_ballot_counts(
    world: World, as_: As, anonymity: Anonymity
) -> None:
    workshop = a_ballot(world, anonymity)
    for name in VOTERS[:5]:
        vote(world, workshop, name, "AB")
    leaves(world, "ben")  # has voted
    leaves(world, "ravi")  # has not
    moves.step(world.actor("marek"), loaded(workshop), "close")
    db.session.commit()
    found = results(workshop, world.actor("amina"))
    assert found is not None
    assert (found.turnout.electorate, found.turnout.ballots, found.turnout.percent) == (7, 5, 71)
    assert found.scored[found.items[0].id].points == 25
    page = as_("amina").get(f"/networks/s215/workshops/{workshop.number}/results")
    assert "whoever left since stays counted, and so does the ballot of theirs that was in" in page.text


def last_told(workshop: Workshop) -> str | None:
    told = select(WorkshopEvent.kind).where(WorkshopEvent.workshop_id == workshop.id)
    return db.session.scalars(told.order_by(WorkshopEvent.seq.desc()).limit(1)).first()


def test_whoever_follows_a_room_shows_anew_that_they_may_when_somebody_loses_a_seat(world: World) -> None:
    """The stream process sees it in the log, and sends everybody to the door: see `following.stream`."""
    room, elsewhere = a_workshop(world, "live"), a_workshop(world, "live", people=("amina",))
    before = last_told(elsewhere)
    leaves(world, "ben")
    assert last_told(room) == "seats.changed"
    assert last_told(elsewhere) == before
    marek = world.actor("marek")
    invitations.invite(marek, loaded(room), [world.ravi.id])
    assert last_told(room) == "invited"
    invitations.invite(marek, loaded(room), [world.ravi.id], Part.OBSERVER)
    assert last_told(room) == "seats.changed"


def test_who_left_is_reminded_of_nothing(
    world: World, clock_at: Callable[[Any], Any], run_outbox: Callable[[], int], mailbox: list[Letter]
) -> None:
    a_ballot(world)
    leaves(world, "ravi")
    with clock_at(FRIDAY + timedelta(hours=48, seconds=1)):
        run_outbox()
    told = whom_told("reminder")
    assert told == {getattr(world, name).id for name in (*VOTERS, "marek") if name != "ravi"}
    to = [letter.to for letter in mailbox if "ballot is missing" in letter.subject]
    assert len(to) == len(VOTERS)
    assert world.ravi.email not in to


def test_who_left_is_neither_waited_for_nor_on_the_list_while_the_workshop_is_under_way(world: World) -> None:
    workshop = a_workshop(world, "scheduled", people=VOTERS)
    marek = world.actor("marek")
    leaves(world, "ravi")
    assert participants.numbers(workshop, seen_by=marek).invited == len(VOTERS)
    assert "Ravi" not in {each.name for each in participants.people(workshop, seen_by=marek)}
    world.ben.active = False
    db.session.flush()
    assert participants.numbers(workshop, seen_by=marek).invited == len(VOTERS) - 1
    workshop.state = "published"
    assert participants.numbers(workshop, seen_by=marek).invited == len(VOTERS) + 1
