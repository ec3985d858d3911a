"""The one door through which figures about students leave the analytics store.

HESA standard rounding: counts to the nearest 5, a percentage only where at least 22.5 people
stand below the line and neither the part nor the rest is 0 to 4, a mean only over 8 values or more. Everything here is exact integer
arithmetic on unrounded counts, because a float that lands a hair under a half would round one
way on a page and the other way in an independent count.

In a sentence a percentage near 0 or 100 would still say something about nearly every single
student, so prose uses `percent_in_words`, which stops at "fewer than 5%" and "more than 95%".
"""

from __future__ import annotations

from typing import Final

from app.core.numbers import percent as whole_percent

# Part of the key of every cached answer: a change of the rules must not meet answers of the old.
RULES: Final = 3

WITHHELD: Final = ".."
WITHHELD_IN_WORDS: Final = "withheld, too few students"

SMALLEST_DENOMINATOR: Final = 23
SMALLEST_SAMPLE: Final = 8
SMALL_CELL: Final = 5
SMALLEST_AUDIENCE: Final = 20


def round5(count: int) -> int:
    """The nearest 5, halves up: 2 becomes 0, 3 becomes 5. Never Python's `round`."""
    return (2 * count + 5) // 10 * 5


def percent(numerator: int, denominator: int) -> int | None:
    """Whole percent, halves up, or None where fewer than 22.5 people stand below the line, or fewer than five above it
    or beside it: 99 % of 755 rounds to no other number than 4 who are not among them.
    """
    if denominator < SMALLEST_DENOMINATOR or min(numerator, denominator - numerator) < SMALL_CELL:
        return None
    return whole_percent(numerator, denominator)


def mean(total: int, sample: int) -> float | None:
    """One decimal, halves up, or None where seven values or fewer stand behind it."""
    if sample < SMALLEST_SAMPLE:
        return None
    return (20 * total + sample) // (2 * sample) / 10


def has_audience(students: int) -> bool:
    """Whether so many students, over the whole presentation, are enough to show anything of a set of sites."""
    return students >= SMALLEST_AUDIENCE


def shown(value: float | None, unit: str = "") -> str:
    """What a page prints: the figure, or two dots where it is withheld."""
    return WITHHELD if value is None else f"{value:,}{unit}"


def percent_in_words(value: int | None) -> str:
    """A percentage for a sentence, which never claims "nobody" or "everybody"."""
    if value is None:
        return WITHHELD_IN_WORDS
    if value < SMALL_CELL:
        return "fewer than 5%"
    return "more than 95%" if value > 100 - SMALL_CELL else f"{value}%"
