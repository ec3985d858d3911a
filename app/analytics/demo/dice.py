"""Chance that always falls the same way, on every machine and every version of Python."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Built on `Random.random` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, *seed: object) -> None:
        self._roll = Random(" ".join(map(str, seed))).random  # noqa: S311 -- invented figures, no secret

    def share(self) -> float:
        return self._roll()

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._roll() * (high - low + 1))

    def one_of(self, things: Sequence[T]) -> T:
        return things[int(self._roll() * len(things))]

    def some(self, things: Sequence[T], count: int, weight: Callable[[T], float]) -> list[T]:
        """Exactly `count` different ones, the heavier the likelier (Efraimidis and Spirakis)."""
        if count > len(things):
            raise ValueError(f"cannot draw {count} of {len(things)}")
        drawn = sorted(things, key=lambda thing: -(self._roll() ** (1 / weight(thing))))
        return drawn[:count]
