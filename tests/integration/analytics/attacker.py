"""Somebody who wants the small numbers: asks for sets of sites until refused, and works out what each site did alone.

Knows everything but the counts: the sites, how many students used each over the presentation, the rules, and which cells
hold one to four. Each answer gives every week at once; count and percentage together narrow the number behind them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from random import Random
from statistics import mean

from app.analytics.disclosure import percent
from app.analytics.measures.figures import Week
from app.core.errors import Refused

Cell = tuple[int, int]  # site and week
Ask = Callable[[frozenset[int]], Sequence[Week]]
Guesses = dict[Cell, float]


def behind(week: Week) -> float | None:
    """The middle of the numbers that are rounded to this count and give this percentage."""
    if week.active_mapped is None:
        return None
    near = range(max(0, week.active_mapped - 2), week.active_mapped + 3)
    of = range(max(1, week.registered - 2), week.registered + 3)
    fits = [n for n in near if any(percent(n, all_) == week.active_mapped_pct for all_ in of if n <= all_)]
    return mean(fits or near)


def by_pairs(ask: Ask, pool: Sequence[int], targets: Sequence[int], dice: Random, each: int) -> Guesses:
    """The mean difference between a set with the target and without it, over sets of quiet sites."""
    found: dict[Cell, list[float]] = defaultdict(list)
    for target, _ in ((target, turn) for target in targets for turn in range(each)):
        base = frozenset(dice.sample([site for site in pool if site != target], min(dice.randint(2, 8), len(pool) - 1)))
        try:
            without, with_it = ask(base), ask(base | {target})
        except Refused:
            break
        for before, after in zip(without, with_it, strict=True):
            less, more = behind(before), behind(after)
            if less is not None and more is not None:
                found[target, before.week].append(more - less)
    return {cell: mean(differences) for cell, differences in found.items()}


def by_least_squares(ask: Ask, pool: Sequence[int], dice: Random) -> Guesses:
    """What each site of the pool adds, if the sets' counts were their sums: the best fit to all answers together."""
    asked: list[list[int]] = []
    told: dict[int, list[float]] = defaultdict(list)
    try:
        while True:
            chosen = [dice.randint(0, 1) for _ in pool]
            answer = [(week.week, behind(week)) for week in ask(frozenset(_picked(pool, chosen)))]
            if all(number is not None for _, number in answer):
                asked.append(chosen)
                for week, number in answer:
                    told[week].append(number or 0)
    except Refused:
        pass
    inverse = _inverse(
        [[sum(a[i] * a[j] for a in asked) + (i == j) for j in range(len(pool))] for i in range(len(pool))]
    )
    guesses = {}
    for week, numbers in told.items():
        seen = [sum(a[i] * number for a, number in zip(asked, numbers, strict=True)) for i in range(len(pool))]
        for site, row in zip(pool, inverse, strict=True):
            guesses[site, week] = sum(factor * each for factor, each in zip(row, seen, strict=True))
    return guesses


def _picked(pool: Sequence[int], chosen: Sequence[int]) -> Iterable[int]:
    return (site for site, taken in zip(pool, chosen, strict=True) if taken)


def _inverse(matrix: list[list[int]]) -> list[list[float]]:
    """Gauss and Jordan; the matrix is symmetric and positive, so no row needs to be exchanged."""
    size = len(matrix)
    rows = [[*map(float, row), *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    for i in range(size):
        rows[i] = [each / rows[i][i] for each in rows[i]]
        for j in range(size):
            if j != i and rows[j][i]:
                factor = rows[j][i]
                rows[j] = [each - factor * other for each, other in zip(rows[j], rows[i], strict=True)]
    return [row[size:] for row in rows]
