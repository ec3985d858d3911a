"""The figures of votes: the published check value, known values of the tail, and the rules at their edges."""

from __future__ import annotations

import pytest

from app.core.numbers import percent
from app.core.numbers.ranks import chi_square_tail, quartiles
from app.workshops.voting.scoring import (
    Consensus,
    Rated,
    agreement,
    consensus,
    is_steady,
    rate,
    score_dots,
    score_ranking,
    share_of_top_three,
)

ITEMS = list("ABCDEF")
EIGHT = ["ABC", "BAD", "ACB", "ACE", "BAC", "ABF", "BCA", "ABC"]


def numbered(orders: list[str]) -> list[list[int]]:
    return [[ord(letter) for letter in order] for order in orders]


LETTERS = [ord(letter) for letter in ITEMS]


def test_eight_raters_agree_as_the_check_value_says() -> None:
    found = agreement(numbered(EIGHT), LETTERS)
    assert found is not None
    assert round(found.w, 3) == 0.692
    assert found.uncorrected == pytest.approx(0.6125)
    assert round(found.chi_square, 2) == 27.66
    assert found.freedom == 5
    assert found.p == pytest.approx(4.2e-5, rel=0.01)
    assert (found.raters, found.items) == (8, 6)


def test_points_of_a_ranking_are_the_check_values() -> None:
    scored = {chr(each.item): each for each in score_ranking(numbered(EIGHT), LETTERS, 3)}
    assert [scored[letter].points for letter in ITEMS] == [20, 16, 9, 1, 1, 1]
    assert [scored[letter].percent_of_most for letter in ITEMS] == [83, 67, 38, 4, 4, 4]
    assert [scored[letter].voters for letter in ITEMS] == [8, 7, 6, 1, 1, 1]
    assert [scored[letter].place for letter in ITEMS] == [1, 2, 3, 4, 4, 4]


def test_more_voters_and_then_the_better_place_break_a_tie() -> None:
    alike = score_ranking([[1, 2], [2, 3], [3, 1]], [1, 2, 3], 2)
    assert [(each.item, each.place, each.points) for each in alike] == [(1, 1, 3), (2, 1, 3), (3, 1, 3)]
    by_voters = score_ranking([[1], [2, 3], [4, 3], [2, 4]], [1, 2, 3, 4], 2)
    assert [each.item for each in by_voters] == [2, 4, 3, 1]
    by_best = score_ranking([[1, 2], [3, 2, 1]], [2, 1, 3], 3)
    assert [(each.item, each.points, each.place) for each in by_best] == [(1, 4, 1), (2, 4, 2), (3, 3, 3)]


def test_a_theme_nobody_ranked_comes_last_with_nothing() -> None:
    last = score_ranking([[1, 2]], [3, 1, 2], 2)[-1]
    assert (last.item, last.points, last.voters, last.best, last.percent_of_most) == (3, 0, 0, None, 0)


@pytest.mark.parametrize(("raters", "items"), [(4, 6), (8, 2)])
def test_no_concordance_is_shown_of_few(raters: int, items: int) -> None:
    assert agreement([[0, 1]] * raters, range(items)) is None


def test_perfect_agreement_is_one_and_opposed_halves_are_nearly_none() -> None:
    same = agreement([[1, 2, 3]] * 5, [1, 2, 3])
    assert same is not None
    assert same.w == 1.0
    split = agreement([[1, 2, 3]] * 3 + [[3, 2, 1]] * 3, [1, 2, 3])
    assert split is not None
    assert (split.w, split.p) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("value", "freedom", "tail"),
    [  # tables of the distribution
        (3.841459, 1, 0.05),
        (5.991465, 2, 0.05),
        (7.814728, 3, 0.05),
        (11.070498, 5, 0.05),
        (18.307038, 10, 0.05),
        (23.209251, 10, 0.01),
        (10.827566, 1, 0.001),
        (29.588298, 10, 0.001),
        (67.504807, 50, 0.05),
        (124.342113, 100, 0.05),
        (0.0, 7, 1.0),
    ],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(value: float, freedom: int, tail: float) -> None:
    assert chi_square_tail(value, freedom) == pytest.approx(tail, rel=1e-5)


def test_the_tail_of_chi_square_survives_great_values() -> None:
    assert chi_square_tail(5_000.0, 199) == pytest.approx(0.0, abs=1e-300)
    assert chi_square_tail(1_000.0, 1_000) == pytest.approx(0.494, abs=0.001)


def test_dots_count_points_people_and_their_share_of_the_most() -> None:
    scored = score_dots([{1: 3, 2: 2}, {2: 5}, {3: 1}, {}], [1, 2, 3, 4], 5)
    assert [(each.item, each.points, each.voters, each.percent_of_most) for each in scored] == [
        (2, 7, 2, 47),
        (1, 3, 1, 20),
        (3, 1, 1, 7),
        (4, 0, 0, 0),
    ]
    assert share_of_top_three(scored) == 100
    assert share_of_top_three(score_dots([dict.fromkeys(range(6), 1)], range(6), 6)) == 50
    assert share_of_top_three([]) == 0


def test_equal_dots_are_ordered_by_people_and_share_a_place_if_they_cannot_be_told_apart() -> None:
    scored = score_dots([{1: 2, 2: 1, 3: 1, 4: 1}, {2: 1, 3: 1}], [1, 2, 3, 4], 5)
    assert [(each.item, each.place) for each in scored] == [(2, 1), (3, 1), (1, 3), (4, 4)]


def test_quartiles_interpolate() -> None:
    assert quartiles([1, 2, 3, 4]) == (1.75, 2.5, 3.25)
    assert quartiles([7]) == (7.0, 7.0, 7.0)
    assert quartiles([5, 7, 7, 8, 9]) == (7.0, 7.0, 8.0)


@pytest.mark.parametrize(
    ("high", "low", "raters", "verdict"),
    [
        (15, 2, 20, Consensus.IN),  # 75 % and 10 %
        (14, 0, 20, Consensus.NONE),  # 70 %
        (15, 3, 20, Consensus.NONE),  # 15 % is not below 15 %
        (2, 15, 20, Consensus.OUT),
        (3, 15, 20, Consensus.NONE),
        (0, 0, 20, Consensus.NONE),
        (6, 0, 8, Consensus.IN),
        (6, 1, 8, Consensus.IN),  # 12.5 %
        (6, 2, 8, Consensus.NONE),
    ],
)
def test_the_delphi_rule_at_its_edges(high: int, low: int, raters: int, verdict: Consensus) -> None:
    assert consensus(high, low, raters) is verdict


def test_ratings_count_those_who_rated() -> None:
    rated = rate([{1: 9, 2: 2}, {1: 8}, {1: 7, 2: 3}, {1: 3}], [1, 2, 3])
    assert [(each.item, each.raters, each.percent_high, each.percent_low) for each in rated] == [
        (1, 4, 75, 25),
        (2, 2, 0, 100),
    ]
    assert [each.consensus for each in rated] == [Consensus.NONE, Consensus.OUT]


def test_a_theme_is_steady_if_median_and_spread_hardly_moved() -> None:
    def rated(lower: float, median: float, upper: float) -> Rated:
        return Rated(1, 9, lower, median, upper, 0, 0, Consensus.NONE)

    assert is_steady(rated(5, 6, 7), rated(5, 6.5, 8))
    assert not is_steady(rated(5, 6, 7), rated(5, 7, 7))
    assert not is_steady(rated(3, 6, 9), rated(5, 6, 7))


def test_percentages_round_halves_up() -> None:
    assert [percent(*pair) for pair in ((1, 8), (3, 8), (1, 3), (2, 3), (0, 5), (5, 5), (0, 0))] == [
        13,
        38,
        33,
        67,
        0,
        100,
        0,
    ]
