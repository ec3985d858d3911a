"""The final ballot: who may vote and about what is frozen; sealed or changeable; closed by the clock or by hand."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.networks.models import Membership
from app.networks.services import remove_member
from app.workshops.models import (
    Anonymity,
    Contribution,
    ContributionKind,
    Part,
    RoundState,
    Theme,
    Voter,
    Workshop,
    WorkshopEvent,
)
from app.workshops.participants.services.invitations import invite
from app.workshops.room.services import moves
from app.workshops.voting.queries.polls import poll
from app.workshops.voting.services import ballots as final_ballot
from tests.factories.ballots import VOTERS, a_ballot, ballots, the_round, vote, with_themes
from tests.factories.boards import a_card, loaded
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, World

Clock = Callable[[Any], Any]
Run = Callable[[], int]


def submitted(workshop: Workshop) -> dict[int, bool]:
    rows = select(Voter.person_id, Voter.submitted).where(Voter.round_id == the_round(workshop).id)
    return dict(db.session.execute(rows).all())


def test_the_ballot_opens_with_electorate_themes_and_rule_frozen(world: World) -> None:
    workshop = a_ballot(world)
    opened = the_round(workshop)
    assert (opened.method, opened.final, opened.sealed, opened.budget) == ("ranking", True, True, 5)
    assert opened.closes_at == workshop.closes_at == FRIDAY + timedelta(hours=72)
    assert opened.rule.startswith("Everybody ranks up to 5 of 6 themes.")
    assert set(submitted(workshop)) == {getattr(world, name).id for name in (*VOTERS, "marek")}
    assert not any(submitted(workshop).values())


def test_observers_and_former_members_are_no_electorate(world: World) -> None:
    workshop = a_workshop(world, "catch_up", people=VOTERS)
    invite(world.actor("marek"), workshop, [world.spencer.id], Part.OBSERVER)
    seat = db.session.query(Membership).filter_by(person_id=world.ben.id, left_at=None).one()
    remove_member(world.actor("dilys"), world.s215, seat.id, "Left the university.")
    with_themes(workshop)
    moves.step(world.actor("marek"), loaded(workshop), "open_ballot")
    assert set(submitted(workshop)) == {getattr(world, name).id for name in (*VOTERS, "marek") if name != "ben"}


def test_who_is_invited_later_does_not_vote(world: World) -> None:
    workshop = a_ballot(world)
    invite(world.actor("marek"), workshop, [world.wanda.id])
    with pytest.raises(Refused, match="after this ballot opened"):
        vote(world, workshop, "wanda", "A")


def test_there_is_no_ballot_about_nothing(world: World) -> None:
    workshop = a_workshop(world, "catch_up", people=VOTERS)
    with pytest.raises(Refused, match="nothing to vote on"):
        moves.step(world.actor("marek"), loaded(workshop), "open_ballot")


def test_cards_that_came_too_late_to_be_grouped_stand_on_the_ballot(world: World) -> None:
    workshop = a_workshop(world, "catch_up", people=VOTERS)
    [theme_id] = with_themes(workshop, ("Moles",))
    late = a_card(world, workshop, "The pace of Block 2\nis too fast.", kind=ContributionKind.OTHER_ISSUE)
    left = a_card(world, workshop, "Seen and left.")
    late_id, left_id = late.id, left.id
    late.late, left.late = True, False
    db.session.flush()
    moves.step(world.actor("marek"), loaded(workshop), "open_ballot")
    items = the_round(workshop).items
    theme = db.session.get_one(Theme, items[1])
    assert (len(items), items[0], theme.title, theme.list) == (2, theme_id, "The pace of Block 2", "additional issues")
    of_cards = dict(db.session.execute(select(Contribution.id, Contribution.theme_id)).all())
    assert (of_cards[late_id], of_cards[left_id]) == (theme.id, None)


def test_a_sealed_ballot_is_handed_in_once(world: World) -> None:
    workshop = a_ballot(world)
    vote(world, workshop, "amina", "BAD")
    with pytest.raises(Conflict, match="voted already"):
        vote(world, workshop, "amina", "ABC")
    [held] = ballots(workshop)
    items = the_round(workshop).items
    assert (held.person_id, held.choices) == (None, [[items[1], 1], [items[0], 2], [items[3], 3]])
    assert not any(submitted(workshop).values()), "by name only when it is over"
    moves.step(world.actor("marek"), loaded(workshop), "close")
    assert [person for person, done in submitted(workshop).items() if done] == [world.amina.id]


def test_the_same_sealed_form_sent_twice_counts_once_and_is_accepted(world: World) -> None:
    workshop, key = a_ballot(world), secrets.token_hex(16)
    for _ in range(3):
        vote(world, workshop, "amina", "BAD", key=key)
    assert len(ballots(workshop)) == 1


def test_a_form_that_was_refused_can_be_mended_and_sent_with_its_key(world: World) -> None:
    workshop, key = a_ballot(world), secrets.token_hex(16)
    items = the_round(workshop).items
    with pytest.raises(Invalid), db.session.begin_nested():
        final_ballot.submit(world.actor("amina"), workshop, [[items[0], 1], [items[0], 2]], key=key)
    vote(world, workshop, "amina", "AB", key=key)
    assert len(ballots(workshop)) == 1


def test_a_named_ballot_changes_until_the_close_and_counts_once(world: World) -> None:
    workshop = a_ballot(world, Anonymity.NAMED)
    vote(world, workshop, "amina", "BAD")
    vote(world, workshop, "amina", "C")
    [held] = ballots(workshop)
    assert (held.person_id, held.choices) == (world.amina.id, [[the_round(workshop).items[2], 1]])
    told = select(WorkshopEvent.payload).where(WorkshopEvent.kind == "round.progress")
    assert list(db.session.scalars(told)) == [{"round": 1, "counts": {"voted": 1}}]


@pytest.mark.parametrize(
    "choices",
    [
        [],
        [[0, 1], [0, 2]],  # one theme twice
        [[0, 1], [1, 1]],  # one place twice
        [[0, 1], [1, 3]],  # a gap
        [[at, at + 1] for at in range(6)],  # more places than five
        [[99, 1]],  # not on the ballot
        [[0, 0]],
    ],
)
def test_what_is_no_ranking_is_refused_and_nothing_counts(world: World, choices: list[list[int]]) -> None:
    workshop = a_ballot(world)
    items = the_round(workshop).items
    named = [[items[at] if at < len(items) else 999_999, place] for at, place in choices]
    with pytest.raises(Invalid), db.session.begin_nested():
        final_ballot.submit(world.actor("amina"), workshop, named, key=secrets.token_hex(16))
    assert ballots(workshop) == []
    assert not any(submitted(workshop).values())


def test_a_vote_after_the_time_is_late_even_if_nobody_closed_yet(world: World, clock_at: Clock) -> None:
    workshop = a_ballot(world)
    with clock_at(FRIDAY + timedelta(hours=72)), pytest.raises(Conflict, match="closed"):
        vote(world, workshop, "amina", "A")
    with clock_at(FRIDAY + timedelta(hours=71, minutes=59)):
        vote(world, workshop, "amina", "A")


def test_the_worker_closes_ballot_and_workshop_at_the_time_and_not_before(
    world: World, clock_at: Clock, run_outbox: Run
) -> None:
    workshop = a_ballot(world)
    with clock_at(FRIDAY + timedelta(hours=71)):
        run_outbox()
        assert (the_round(workshop).state, loaded(workshop).state) == (RoundState.OPEN, "final_ballot")
    with clock_at(FRIDAY + timedelta(hours=72, seconds=1)):
        run_outbox()
        assert (the_round(workshop).state, loaded(workshop).state) == (RoundState.CLOSED, "closed")
        run_outbox()
    moved = select(WorkshopEvent.payload).where(WorkshopEvent.kind == "workshop.moved").order_by(WorkshopEvent.seq)
    assert [payload["state"] for payload in db.session.scalars(moved)] == ["final_ballot", "closed"]


def test_closing_by_hand_ends_the_ballot_and_the_worker_leaves_it_be(
    world: World, clock_at: Clock, run_outbox: Run
) -> None:
    workshop = a_ballot(world)
    vote(world, workshop, "amina", "A")
    moves.step(world.actor("marek"), loaded(workshop), "close")
    with pytest.raises(Conflict, match="closed"):
        vote(world, workshop, "ben", "A")
    with pytest.raises(Conflict, match="voted already"):
        vote(world, workshop, "amina", "A")
    with clock_at(FRIDAY + timedelta(hours=80)):
        run_outbox()
    assert loaded(workshop).state == "closed"


def test_cancelling_voids_the_ballot_and_deletes_nothing(world: World) -> None:
    workshop = a_ballot(world)
    vote(world, workshop, "amina", "A")
    moves.step(world.actor("marek"), loaded(workshop), "cancel", "Too few can come.")
    assert the_round(workshop).state is RoundState.VOID
    assert len(ballots(workshop)) == 1


def test_reopening_makes_a_new_round_and_the_old_one_stands(world: World) -> None:
    workshop = a_ballot(world)
    vote(world, workshop, "amina", "A")
    for verb in ("close", "reopen", "open_ballot"):
        moves.step(world.actor("marek"), loaded(workshop), verb, "Half of us were ill.")
    db.session.commit()
    assert (the_round(workshop).number, the_round(workshop).state) == (2, RoundState.OPEN)
    vote(world, workshop, "amina", "B", seen_round=2)
    with pytest.raises(Conflict, match="round is over"):
        vote(world, workshop, "ben", "B", seen_round=1)


def test_a_member_removed_in_mid_vote_votes_no_more_and_their_ballot_stands(world: World) -> None:
    workshop = a_ballot(world)
    vote(world, workshop, "ben", "A")
    for name in ("ben", "ravi"):
        seat = db.session.query(Membership).filter_by(person_id=getattr(world, name).id, left_at=None).one()
        remove_member(world.actor("dilys"), world.s215, seat.id, "Left the university.")
        with pytest.raises(NotFound):
            vote(world, workshop, name, "B")
    assert len(ballots(workshop)) == 1
    assert len(submitted(workshop)) == len(VOTERS) + 1


def test_a_rating_is_done_twice_and_those_who_run_it_may_go_on_early(world: World) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    first = the_round(workshop)
    assert (first.method, first.budget) == ("rating", 9)
    assert "This is round 1 of 2" in first.rule
    with pytest.raises(Refused):
        final_ballot.end_round(world.actor("amina"), workshop)
    second = final_ballot.end_round(world.actor("marek"), workshop)
    db.session.commit()
    assert (second.number, second.items, second.closes_at) == (2, first.items, FRIDAY + timedelta(hours=72))
    assert "This is round 2 of 2" in second.rule
    assert not any(submitted(workshop).values())
    with pytest.raises(Refused, match="no further round"):
        final_ballot.end_round(world.actor("marek"), workshop)


def test_the_worker_opens_the_second_round_of_ratings_and_closes_after_it(
    world: World, clock_at: Clock, run_outbox: Run
) -> None:
    workshop = a_ballot(world, template="delphi", starts_at=None)
    with clock_at(FRIDAY + timedelta(hours=73)):
        run_outbox()
        assert (the_round(workshop).number, loaded(workshop).state) == (2, "final_ballot")
        assert the_round(workshop).closes_at == clock.now() + timedelta(hours=72)
    with clock_at(FRIDAY + timedelta(hours=146)):
        run_outbox()
        assert (the_round(workshop).state, loaded(workshop).state) == (RoundState.CLOSED, "closed")


def test_a_voter_sees_only_their_own_and_how_many_have_voted(world: World) -> None:
    workshop = a_ballot(world, Anonymity.NAMED)
    vote(world, workshop, "amina", "BA")
    items = the_round(workshop).items
    seen = {name: poll(workshop, world.actor(name), final=True) for name in ("amina", "ben", "wanda")}
    assert [each.own for each in seen.values() if each] == [[[items[1], 1], [items[0], 2]], [], []]
    assert [(each.voted, each.electorate) for each in seen.values() if each] == [(1, 7)] * 3
    assert [each.may_vote for each in seen.values() if each] == [True, True, False]
    sealed = a_ballot(world)
    vote(world, sealed, "amina", "BA")
    mine = poll(sealed, world.actor("amina"), final=True)
    assert mine is not None
    assert (mine.own, mine.has_voted) == ([], True)
