"""Greedy merging of cards into groups. Pure and deterministic.

Every card begins as a group of its own. The two groups whose middles lie nearest are joined, again and again, as long as
they are near enough; the larger a group would be, the nearer they must be, or one group would swallow the others.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from app.similarity.likeness import Space

#: A group of so many is not yet large; each card beyond asks for so much more nearness.
SMALL, PENALTY = 3, 0.05


def clusters(space: Space, cards: Mapping[str, Any], near: float) -> list[tuple[str, ...]]:
    """The groups of two cards and more, each in the order of its keys, the largest first. Single cards are left out."""
    groups: dict[int, tuple[str, ...]] = {at: (key,) for at, key in enumerate(sorted(cards))}
    middles = {at: cards[key] for at, key in enumerate(sorted(cards))}

    def margin(one: int, other: int) -> float:
        beyond = max(0, len(groups[one]) + len(groups[other]) - SMALL)
        return space.dot(middles[one], middles[other]) - near - PENALTY * beyond

    def candidates(pairs: Iterator[tuple[int, int]]) -> list[tuple[float, int, int]]:
        return [(-by, one, other) for one, other in pairs if (by := margin(one, other)) >= 0]

    waiting = candidates(combinations(groups, 2))
    heapq.heapify(waiting)
    after = len(groups)
    while waiting:
        _, one, other = heapq.heappop(waiting)
        if one not in groups or other not in groups:
            continue
        parts = [(float(len(groups[each])), middles.pop(each)) for each in (one, other)]
        joined = tuple(sorted(groups.pop(one) + groups.pop(other)))
        others = list(groups)
        groups[after], middles[after] = joined, space.middle(parts)
        for each in candidates((left, after) for left in others):
            heapq.heappush(waiting, each)
        after += 1
    return sorted((each for each in groups.values() if len(each) > 1), key=lambda each: (-len(each), each))
