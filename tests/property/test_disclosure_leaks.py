"""An attacker who knows the rules and can do sums learns no small cell."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.analytics.disclosure import mean, percent, round5

cells = st.one_of(st.integers(0, 6), st.integers(0, 60), st.integers(0, 3000))


@st.composite
def shares(draw: st.DrawFn) -> tuple[int, int]:
    denominator = draw(cells)
    return draw(st.integers(0, denominator)), denominator


@given(st.integers(0, 100_000))
def test_rounding_moves_a_count_by_two_at_most(count: int) -> None:
    assert round5(count) % 5 == 0
    assert abs(round5(count) - count) <= 2


@given(shares())
def test_a_percentage_is_withheld_or_right(share: tuple[int, int]) -> None:
    numerator, denominator = share
    shown = percent(numerator, denominator)
    few = numerator < 5 or denominator - numerator < 5
    assert (shown is None) == (denominator < 22.5 or few)
    if shown is not None:
        assert -1 < 2 * (shown * denominator - 100 * numerator) / denominator <= 1


@given(shares())
def test_a_percentage_beside_its_rounded_counts_pins_no_small_rest(share: tuple[int, int]) -> None:
    """Whoever reads a percentage beside both counts finds more than one possible rest, or one of five and more."""
    numerator, denominator = share
    shown = percent(numerator, denominator)
    if shown is None:
        return
    around = range(-2, 3)
    whole, part = round5(denominator), round5(numerator)
    possible = {
        (whole + more) - (part + other)
        for more, other in product(around, around)
        if 0 <= part + other <= whole + more and percent(part + other, whole + more) == shown
    }
    assert denominator - numerator in possible
    assert min(possible) >= 5


@given(st.lists(st.integers(0, 100), max_size=30))
def test_a_mean_is_withheld_or_right(values: list[int]) -> None:
    shown = mean(sum(values), len(values))
    assert (shown is None) == (len(values) < 8)
    if shown is not None:
        assert abs(shown - sum(values) / len(values)) <= 0.05 + 1e-9
