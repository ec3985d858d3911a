"""An attacker who knows the rules and can do sums learns no small cell."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.analytics.disclosure import Share, feasible, mean, percent, protect_counts, protect_shares, round5

cells = st.one_of(st.integers(0, 6), st.integers(0, 60), st.integers(0, 3000))


@st.composite
def shares(draw: st.DrawFn) -> Share:
    denominator = draw(cells)
    return Share(draw(st.integers(0, denominator)), denominator)


@given(st.integers(0, 100_000))
def test_rounding_moves_a_count_by_two_at_most(count: int) -> None:
    assert round5(count) % 5 == 0
    assert abs(round5(count) - count) <= 2


@given(shares())
def test_a_percentage_is_withheld_or_right(share: Share) -> None:
    shown = percent(share.numerator, share.denominator)
    few = share.numerator < 5 or share.denominator - share.numerator < 5
    assert (shown is None) == (share.denominator < 22.5 or few)
    if shown is not None:
        assert -1 < 2 * (shown * share.denominator - 100 * share.numerator) / share.denominator <= 1


@given(shares())
def test_a_percentage_beside_its_rounded_counts_pins_no_small_rest(share: Share) -> None:
    """Whoever reads a percentage beside both counts finds more than one possible rest, or one of five and more."""
    shown = percent(share.numerator, share.denominator)
    if shown is None:
        return
    around = range(-2, 3)
    whole, part = round5(share.denominator), round5(share.numerator)
    possible = {
        (whole + more) - (part + other)
        for more, other in product(around, around)
        if 0 <= part + other <= whole + more and percent(part + other, whole + more) == shown
    }
    assert share.denominator - share.numerator in possible
    assert min(possible) >= 5


@given(st.lists(st.integers(0, 100), max_size=30))
def test_a_mean_is_withheld_or_right(values: list[int]) -> None:
    shown = mean(sum(values), len(values))
    assert (shown is None) == (len(values) < 8)
    if shown is not None:
        assert abs(shown - sum(values) / len(values)) <= 0.05 + 1e-9


@given(st.lists(cells, min_size=1, max_size=12))
def test_no_published_counts_pin_a_cell_below_five(parts: list[int]) -> None:
    total, published = protect_counts(parts)
    for (low, high), part in zip(feasible(total, published), parts, strict=True):
        assert low <= part <= high
        assert not (low == high and 0 < part < 5)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_nor_do_they_when_every_possibility_is_tried(parts: list[int]) -> None:
    """The attack by brute force, so that `feasible` itself is not taken on trust."""
    total, published = protect_counts(parts)
    choices = [range(max(0, cell - 2), cell + 3) if cell is not None else range(total + 3) for cell in published]
    possible = [world for world in product(*choices) if round5(sum(world)) == total]
    for place, part in enumerate(parts):
        seen = {world[place] for world in possible}
        assert part in seen
        assert not (len(seen) == 1 and 0 < part < 5)


@given(st.lists(shares(), min_size=1, max_size=8))
def test_a_hidden_part_is_never_total_minus_the_rest(parts: list[Share]) -> None:
    whole = Share(sum(part.numerator for part in parts), sum(part.denominator for part in parts))
    total, published = protect_shares(whole, parts)
    hidden = [part for part, shown in zip(parts, published, strict=True) if shown.withheld and part.denominator]
    assert len(hidden) != 1 or total.withheld


@given(st.lists(shares(), min_size=1, max_size=8))
def test_what_is_withheld_shows_no_number_at_all(parts: list[Share]) -> None:
    whole = Share(sum(part.numerator for part in parts), sum(part.denominator for part in parts))
    total, published = protect_shares(whole, parts)
    for part, shown in zip([whole, *parts], [total, *published], strict=True):
        assert shown.withheld or part.denominator >= 23
        if shown.withheld:
            assert (shown.numerator, shown.denominator, shown.percent) == (None, None, None)
