"""Votes that race each other, and the close: none over the budget, none twice, none after the end, none lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.workshops.models import Anonymity, Ballot, Dot, Method, Round, RoundState, Voter, Workshop, WorkshopEvent
from app.workshops.pseudonyms import has_key, pseudonym, scope_of_round
from app.workshops.room.services import moves
from app.workshops.voting.ballot_paper import BallotPaper
from app.workshops.voting.queries.results import results
from app.workshops.voting.services import ballots
from app.workshops.voting.services.straw_vote import change_budget, put_dots
from tests.factories.ballots import VOTERS, a_ballot, a_straw_vote, the_round
from tests.factories.boards import loaded
from tests.factories.races import all_at_once, attempt, new_key, race_of_dots, race_of_votes, stored_dots
from tests.people import World

pytestmark = pytest.mark.slow


def test_racing_allocations_stay_within_the_budget_and_totals_equal_rows(live_app: Flask) -> None:
    world = World()
    workshop = a_straw_vote(world)
    opened, workshop_id, marek = the_round(workshop), workshop.id, world.actor("marek")
    round_id, items, budget = opened.id, list(opened.items), opened.budget
    actors = [world.actor(name) for name in VOTERS]
    db.session.remove()
    accepted = race_of_dots(live_app, workshop_id, actors, items, attempts=300, seed=1)
    held = stored_dots(round_id)
    assert all(sorted(dots) == list(range(1, len(dots) + 1)) and len(dots) <= budget for dots in held.values())
    for person_id, allocations in accepted.items():
        # Whichever of a person's requests came last, what stands is one of them as a whole.
        assert Counter(held.get(person_id or 0, {}).values()) in [Counter(each) for each in allocations]
    moves.move_room(marek, loaded(db.session.get_one(Workshop, workshop_id)), "next")
    db.session.commit()
    found = results(loaded(db.session.get_one(Workshop, workshop_id)), marek, final=False)
    assert found is not None
    rows = db.session.scalar(select(func.count()).select_from(Dot).where(Dot.round_id == round_id))
    assert sum(each.points for each in found.scored.values()) == rows == sum(map(len, held.values()))
    assert found.turnout.ballots == len(held)


@pytest.mark.parametrize("method", [Method.RANK, Method.RATE])
@pytest.mark.parametrize("anonymity", [Anonymity.UNATTRIBUTED, Anonymity.NAMED])
def test_racing_rankings_and_ratings_stand_as_one_whole_each(
    live_app: Flask, method: Method, anonymity: Anonymity
) -> None:
    world = World()
    workshop = a_straw_vote(world, anonymity, straw_method=method)
    opened, workshop_id, marek = the_round(workshop), workshop.id, world.actor("marek")
    round_id, paper = opened.id, BallotPaper(opened.method, list(opened.items), opened.budget)
    actors = [world.actor(name) for name in VOTERS]
    db.session.remove()
    accepted = race_of_votes(live_app, workshop_id, actors, paper, attempts=160, seed=2)
    voter = Ballot.pseudonym if anonymity is Anonymity.UNATTRIBUTED else Ballot.person_id
    rows = db.session.execute(select(voter, Ballot.choices).where(Ballot.round_id == round_id)).all()
    scope = scope_of_round(db.session.get_one(Round, round_id))
    known = {pseudonym(scope, each.person_id): each.person_id for each in actors} if has_key(scope) else {}
    held = {known.get(who, who): choices for who, choices in rows}
    assert len(rows) == len(held) == sum(bool(each) for each in accepted.values())
    for person_id, choices in held.items():
        assert choices in accepted[person_id]
    moves.move_room(marek, loaded(db.session.get_one(Workshop, workshop_id)), "next")
    db.session.commit()
    found = results(loaded(db.session.get_one(Workshop, workshop_id)), marek, final=False)
    assert found is not None
    assert found.turnout.ballots == len(held)
    points = sum(paper.budget + 1 - place for choices in held.values() for _, place in choices)
    if method is Method.RANK:
        assert sum(each.points for each in found.scored.values()) == points


def test_dots_that_race_a_change_of_their_number_are_never_too_many(live_app: Flask) -> None:
    world = World()
    workshop = a_straw_vote(world)
    round_id, item, workshop_id = the_round(workshop).id, the_round(workshop).items[0], workshop.id
    actors, marek = [world.actor(name) for name in VOTERS], world.actor("marek")
    db.session.remove()

    def give(actor: Actor, dots: int) -> None:
        attempt(live_app, workshop_id, lambda one: put_dots(actor, one, {item: dots}))

    def change(budget: int) -> None:
        attempt(live_app, workshop_id, lambda one: change_budget(marek, one, budget))

    calls: list[Callable[[], object]] = [
        partial(give, actor, dots) for dots in (1, 5, 2, 7, 3, 6, 4, 1) for actor in actors
    ]
    for at, budget in enumerate((7, 3, 6, 2, 8, 1, 4)):
        calls.insert(6 * at + 3, partial(change, budget))
    all_at_once(calls)
    budget = the_round(db.session.get_one(Workshop, workshop_id)).budget
    held = stored_dots(round_id)
    assert all(sorted(dots) == list(range(1, len(dots) + 1)) and len(dots) <= budget for dots in held.values())
    assert set(db.session.scalars(select(Dot.budget).where(Dot.round_id == round_id))) == {budget}


def test_dots_that_race_the_rooms_moves_are_in_by_the_close_or_not_at_all(live_app: Flask) -> None:
    world = World()
    workshop = a_straw_vote(world)
    round_id, item, workshop_id = the_round(workshop).id, the_round(workshop).items[0], workshop.id
    actors, marek = [world.actor(name) for name in VOTERS], world.actor("marek")
    db.session.remove()

    def votes(actor: Actor) -> None:
        for dots in (1, 2, 3, 4, 5) * 2:
            attempt(live_app, workshop_id, partial(put, actor, dots))

    def put(actor: Actor, dots: int, one: Workshop) -> None:
        put_dots(actor, one, {item: dots}, seen_round=1)

    def move() -> None:
        assert attempt(live_app, workshop_id, lambda one: moves.move_room(marek, loaded(one), "next"))

    calls: list[Callable[[], object]] = [partial(votes, actor) for actor in actors]
    calls.insert(3, move)
    all_at_once(calls)
    assert the_round(db.session.get_one(Workshop, workshop_id)).state is RoundState.CLOSED
    held = stored_dots(round_id)
    told = select(WorkshopEvent.kind).where(WorkshopEvent.workshop_id == workshop_id).order_by(WorkshopEvent.seq)
    kinds = list(db.session.scalars(told))
    # Nothing was told of a vote after the room had moved on, and everybody whose dots stand was told of before.
    moved = len(kinds) - 1 - kinds[::-1].index("room.moved")
    assert "round.progress" not in kinds[moved:]
    assert kinds.count("round.progress") == len(held)


@pytest.mark.parametrize("anonymity", [Anonymity.UNATTRIBUTED, Anonymity.NAMED])
def test_double_submits_count_once_and_the_close_loses_none(live_app: Flask, anonymity: Anonymity) -> None:
    world = World()
    workshop = a_ballot(world, anonymity)
    workshop_id, round_id, items = workshop.id, the_round(workshop).id, list(the_round(workshop).items)
    actors, marek = [world.actor(name) for name in VOTERS], world.actor("marek")
    db.session.remove()
    keys = {actor.person_id: new_key() for actor in actors}

    def submit(number: int) -> int | None:
        dice = random.Random(number)
        actor = dice.choice(actors)
        key = dice.choice((keys[actor.person_id], new_key()))  # sent again, or from another tab
        choices = [[theme, place] for place, theme in enumerate(dice.sample(items, 3), 1)]
        taken = attempt(live_app, workshop_id, lambda one: ballots.submit(actor, one, choices, key=key))
        return actor.person_id if taken else None

    def close() -> None:
        assert attempt(live_app, workshop_id, lambda one: moves.step(marek, loaded(one), "close"))

    calls: list[Callable[[], Any]] = [partial(submit, number) for number in range(60)]
    calls.insert(40, close)
    taken = {person for person in all_at_once(calls) if person is not None}
    voted = set(db.session.scalars(select(Voter.person_id).where(Voter.round_id == round_id, Voter.submitted)))
    count = db.session.scalar(select(func.count()).select_from(Ballot).where(Ballot.round_id == round_id))
    assert taken == voted
    assert count == len(voted) > 0
    assert the_round(db.session.get_one(Workshop, workshop_id)).state is RoundState.CLOSED
