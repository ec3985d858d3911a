"""Which words are nearly the same: one or two letters left out, added, changed or swapped. Pure."""

from __future__ import annotations

from collections.abc import Iterable

MOST_NEAREST = 3


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """The nearest of the known words; none for a short word, of which almost everything is a neighbour."""
    if len(word) < 4:
        return []
    allowed = 1 if len(word) < 7 else 2
    near = [(steps, other) for other in known if (steps := distance(word, other, allowed)) <= allowed]
    return [other for _, other in sorted(near)[:MOST_NEAREST]]


def distance(one: str, other: str, allowed: int) -> int:
    """How many letters differ, a swap of neighbours counting once; more than `allowed` is not counted further."""
    if abs(len(one) - len(other)) > allowed:
        return allowed + 1
    before: list[int] = []
    last: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = last, row, [at]
        for to, sign in enumerate(other, 1):
            steps = min(last[to] + 1, row[to - 1] + 1, last[to - 1] + (letter != sign))
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == sign:
                steps = min(steps, before[to - 2] + 1)
            row.append(steps)
        if min(row) > allowed:
            return allowed + 1
    return row[-1]
