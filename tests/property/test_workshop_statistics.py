"""Whatever ballots come: figures keep within their bounds, and do not depend on the order of the ballots."""

from __future__ import annotations

from fractions import Fraction
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from app.core.numbers.ranks import chi_square_tail, kendalls_w, quartiles, ranks
from app.workshops.voting.scoring import agreement, consensus, rate, score_dots, score_ranking, share_of_top_three

ITEMS = list(range(1, 9))
ORDER = st.tuples(st.permutations(ITEMS), st.integers(1, 5)).map(lambda drawn: list(drawn[0][: drawn[1]]))
# Five dots one after the other, at most two on an item: drawn as they are given, so that nothing is thrown away.
DOTS = st.lists(st.sampled_from(ITEMS), max_size=5).map(
    lambda given: {each: min(given.count(each), 2) for each in given}
)
RATING = st.dictionaries(st.sampled_from(ITEMS), st.integers(1, 9))


@given(st.lists(ORDER, max_size=30), st.randoms(use_true_random=False))
def test_a_ranking_gives_out_exactly_the_points_there_are(orders: list[list[int]], dice: object) -> None:
    scored = score_ranking(orders, ITEMS, 5)
    assert sum(each.points for each in scored) == sum(5 - at for order in orders for at in range(len(order)))
    assert all(0 <= each.percent_of_most <= 100 and each.voters <= len(orders) for each in scored)
    assert [each.place for each in scored] == sorted(each.place for each in scored)
    assert {each.item for each in scored} == set(ITEMS)
    dice.shuffle(orders)  # type: ignore[attr-defined]
    assert score_ranking(orders, ITEMS, 5) == scored


@given(st.lists(ORDER, min_size=5, max_size=40))
def test_concordance_is_a_share_and_the_correction_never_lowers_it(orders: list[list[int]]) -> None:
    found = agreement(orders, ITEMS)
    if found is None:
        return
    assert -1e-9 <= found.uncorrected <= found.w + 1e-9 <= 1 + 2e-9
    assert 0 <= found.p <= 1


@given(st.lists(ORDER, min_size=5, max_size=20))
def test_concordance_is_friedmans_statistic_divided_by_its_most(orders: list[list[int]]) -> None:
    rows = [ranks(order, ITEMS) for order in orders]
    found, m, n = kendalls_w(rows), len(rows), len(ITEMS)
    if found is None:
        return
    # Friedman's own form, by variances within a rater's ranks: Conover 1999, 5.8.
    mean = Fraction(n + 1, 2)
    between = sum((sum(column) - m * mean) ** 2 for column in zip(*rows, strict=True))
    within = sum((rank - mean) ** 2 for row in rows for rank in row)
    assert isclose(found.chi_square, float((n - 1) * between / within), abs_tol=1e-9)
    assert isclose(found.w, found.chi_square / (m * (n - 1)), abs_tol=1e-9)


@given(st.permutations(ITEMS).map(list), st.integers(1, 8))
def test_ranks_of_a_short_list_add_up_to_those_of_a_whole_one(order: list[int], places: int) -> None:
    assert sum(ranks(order[:places], ITEMS)) == sum(range(1, len(ITEMS) + 1))


@given(st.lists(DOTS, max_size=30))
def test_points_equal_dots_and_nobody_is_counted_twice(ballots: list[dict[int, int]]) -> None:
    scored = score_dots(ballots, ITEMS, 5)
    assert sum(each.points for each in scored) == sum(sum(ballot.values()) for ballot in ballots)
    assert all(each.voters <= min(each.points, len(ballots)) and each.percent_of_most <= 100 for each in scored)
    assert 0 <= share_of_top_three(scored) <= 100


@given(st.lists(RATING, max_size=30))
def test_quartiles_are_in_order_and_within_the_scale(ballots: list[dict[int, int]]) -> None:
    for each in rate(ballots, ITEMS):
        assert 1 <= each.lower <= each.median <= each.upper <= 9
        assert each.high + each.low <= each.raters <= len(ballots)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=50))
def test_quartiles_mirror_with_the_scale(values: list[int]) -> None:
    lower, median, upper = quartiles(values)
    assert quartiles([10 - value for value in values]) == (10 - upper, 10 - median, 10 - lower)


@given(st.integers(0, 60), st.integers(0, 60))
def test_in_and_out_are_mirrors(high: int, low: int) -> None:
    raters = high + low
    turned = {"consensus in": "consensus out", "consensus out": "consensus in", "no consensus": "no consensus"}
    if raters:
        assert consensus(low, high, raters) == turned[consensus(high, low, raters)]


@given(st.floats(0, 500), st.floats(0, 500), st.integers(1, 120))
def test_the_tail_falls_as_the_value_grows(one: float, other: float, freedom: int) -> None:
    small, great = sorted((one, other))
    assert 0 <= chi_square_tail(great, freedom) <= chi_square_tail(small, freedom) + 1e-12 <= 1 + 1e-12
