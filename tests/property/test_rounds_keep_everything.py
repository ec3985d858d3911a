"""However the room moves and whoever votes meanwhile: going back voids a round and deletes nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict, Refused
from app.workshops.models import Anonymity, Method, Round, RoundState, Workshop
from app.workshops.phases import PhaseKind
from app.workshops.room.services import moves
from app.workshops.voting.queries.stored_ballots import stored_ballots
from app.workshops.voting.services.straw_vote import put_vote
from tests.factories.ballots import VOTERS, a_straw_vote
from tests.factories.boards import loaded
from tests.people import World

#: A step of the room, or a vote: by whom and for which theme.
MOVES = st.sampled_from(["next", "back", "next", "back", 0, 3, 4, 6])
VOTES = st.tuples(st.sampled_from(VOTERS), st.integers(0, 5))
STEPS = st.lists(st.one_of(MOVES, VOTES), max_size=10)

Seen = dict[int, tuple[RoundState, list[str]]]


def rounds(workshop: Workshop) -> Seen:
    """Each round by its number: its state, and what was voted in it."""
    rows = select(Round).where(Round.workshop_id == workshop.id).order_by(Round.number)
    found = db.session.scalars(rows.execution_options(populate_existing=True)).all()
    return {each.number: (each.state, sorted(map(str, stored_ballots(each)))) for each in found}


def take(world: World, workshop: Workshop, step: object) -> bool:
    """Whether a vote was taken."""
    with contextlib.suppress(Conflict, Refused), db.session.begin_nested():
        if isinstance(step, tuple):
            who, at = step
            item = db.session.scalars(select(Round.items).where(Round.workshop_id == workshop.id)).all()[0][at]
            put_vote(world.actor(who), workshop, [[item, 1]])
            return True
        moves.move_room(world.actor("marek"), loaded(workshop), step)  # type: ignore[arg-type]
    return False


def check(before: Seen, after: Seen, *, voted: bool, in_the_vote: bool) -> None:
    assert list(after) == list(range(1, len(after) + 1))
    for number, (state, votes) in before.items():
        now, kept = after[number]
        if state is not RoundState.OPEN or not voted:
            assert kept == votes, "votes of a round that was not voted in are another"
        if state is RoundState.VOID:
            assert now is RoundState.VOID, "a void round counts again"
        if state is RoundState.CLOSED:
            assert now is not RoundState.OPEN, "a closed round is open again"
    still = [number for number, (state, _) in after.items() if state is RoundState.OPEN]
    assert still == ([len(after)] if in_the_vote else [])
    counting = [number for number, (state, _) in after.items() if state is not RoundState.VOID]
    assert len(counting) <= 1, "two rounds of one phase count"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=STEPS, anonymity=st.sampled_from(list(Anonymity)), method=st.sampled_from(list(Method)))
def test_going_back_voids_a_round_and_deletes_nothing(
    world: World, steps: Sequence[object], anonymity: Anonymity, method: Method
) -> None:
    workshop = a_straw_vote(world, anonymity, straw_method=method)
    before = rounds(workshop)
    assert list(before) == [1]
    for step in steps:
        voted = take(world, workshop, step)
        here = loaded(workshop)
        in_the_vote = here.phases[here.phase_ix or 0].kind == PhaseKind.VOTE
        after = rounds(workshop)
        check(before, after, voted=voted, in_the_vote=in_the_vote)
        before = after
