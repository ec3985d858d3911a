"""The states of an intervention, without a database."""

from __future__ import annotations

import pytest

from app.core.errors import Refused
from app.interventions.lifecycle import INTERVENTION, STAGES, is_supported


def walk(state: str, *steps: tuple[str, str]) -> str:
    for verb, reason in steps:
        state = INTERVENTION.move(state, verb, reason).target
    return state


def test_the_whole_way_from_proposal_to_adoption() -> None:
    steps = [
        ("gain_support", ""),
        ("accept", "It fits the planner."),
        ("design", ""),
        ("produce", ""),
        ("make_ready", ""),
        ("go_live", ""),
        ("record_outcome", ""),
        ("adopt", "It stays."),
    ]
    assert walk(INTERVENTION.initial, *steps) == "adopted"


@pytest.mark.parametrize("verb", ["accept", "decline", "defer", "adopt", "adapt", "abandon"])
def test_a_decision_needs_a_reason(verb: str) -> None:
    state = "evaluated" if verb in {"adopt", "adapt", "abandon"} else "supported"
    with pytest.raises(Refused, match="say why"):
        INTERVENTION.move(state, verb, "  ")


@pytest.mark.parametrize("state", sorted(set(INTERVENTION.states) - {"live"}))
def test_an_outcome_is_recorded_only_of_what_is_live(state: str) -> None:
    with pytest.raises(Refused):
        INTERVENTION.move(state, "record_outcome")


def test_nothing_goes_live_that_was_not_approved_as_ready() -> None:
    sources = {source for move in INTERVENTION.moves if move.verb == "go_live" for source in move.source}
    assert sources == {"ready"}


def test_a_declined_or_deferred_proposal_can_still_be_accepted() -> None:
    assert walk("declined", ("accept", "There is a budget now.")) == "accepted"
    assert walk("deferred", ("accept", "18J is near.")) == "accepted"


def test_each_state_stands_in_one_stage_of_the_pipeline() -> None:
    staged = [state for _, _, states in STAGES for state in states]
    assert sorted(staged) == sorted(INTERVENTION.states)


@pytest.mark.parametrize(
    ("supporters", "als", "team", "enough"),
    [(3, 1, 1, True), (3, 2, 1, True), (3, 3, 0, False), (3, 0, 3, False), (2, 1, 1, False), (7, 1, 6, True)],
)
def test_support_needs_three_members_of_both_sides(supporters: int, als: int, team: int, enough: bool) -> None:
    assert is_supported(supporters, als, team) is enough
