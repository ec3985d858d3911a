"""The one door through which figures about students leave the analytics store.

HESA standard rounding: counts to the nearest 5, a percentage only where at least 22.5 people
stand below the line and neither the part nor the rest is 0 to 4, a mean only over 8 values or more. Everything here is exact integer
arithmetic on unrounded counts, because a float that lands a hair under a half would round one
way on a page and the other way in an independent count.

In a sentence a percentage near 0 or 100 would still say something about nearly every single
student, so prose uses `percent_in_words`, which stops at "fewer than 5%" and "more than 95%".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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


def spoken(value: float | None, unit: str = "") -> str:
    """What a screen reader says where a page prints `shown`."""
    return WITHHELD_IN_WORDS if value is None else f"{value:,}{unit}"


def percent_in_words(value: int | None) -> str:
    """A percentage for a sentence, which never claims "nobody" or "everybody"."""
    if value is None:
        return WITHHELD_IN_WORDS
    if value < SMALL_CELL:
        return "fewer than 5%"
    return "more than 95%" if value > 100 - SMALL_CELL else f"{value}%"


@dataclass(frozen=True)
class Share:
    """So many of so many people, unrounded. Never leaves the store."""

    numerator: int
    denominator: int


@dataclass(frozen=True)
class ShownShare:
    """A share as it may be published; all three figures are None where it is withheld."""

    numerator: int | None
    denominator: int | None
    percent: int | None

    @property
    def withheld(self) -> bool:
        return self.percent is None


HIDDEN_SHARE: Final = ShownShare(None, None, None)


def protect_share(share: Share) -> ShownShare:
    """One share by itself, beside no partition it could be worked out from."""
    shown_percent = percent(share.numerator, share.denominator)
    if shown_percent is None:
        return HIDDEN_SHARE
    return ShownShare(round5(share.numerator), round5(share.denominator), shown_percent)


def protect_shares(total: Share, parts: Sequence[Share]) -> tuple[ShownShare, list[ShownShare]]:
    """A breakdown beside its total, so that no hidden part follows by subtraction.

    HESA's rules hide small parts but not the one that gives them away: where a single part is
    hidden, the next smallest is hidden with it. Empty parts do not count as cover, since everybody
    may know that they are empty.
    """
    hidden = {index for index, part in enumerate(parts) if protect_share(part).withheld}
    by_size = sorted(range(len(parts)), key=lambda index: (parts[index].denominator, index))
    shown_total = protect_share(total)
    if sum(parts[index].denominator > 0 for index in hidden) == 1:
        cover = [index for index in by_size if index not in hidden]
        hidden.update(cover[:1])
        shown_total = shown_total if cover else HIDDEN_SHARE
    return shown_total, [HIDDEN_SHARE if index in hidden else protect_share(part) for index, part in enumerate(parts)]


def protect_counts(parts: Sequence[int]) -> tuple[int, list[int | None]]:
    """Rounded counts beside their rounded total (which is rounded after summing).

    Rounding by itself can still give a cell away: four cells of 2 are shown as 0, 0, 0, 0 beside
    a total of 10, which only four twos can reach. So the attack is run before anything is
    published, and the smallest cells are hidden until it fails.
    """
    total = round5(sum(parts))
    by_size = sorted(range(len(parts)), key=lambda index: (parts[index], index))
    published: list[int | None] = [round5(part) for part in parts]
    for index in by_size:
        if not any(_pinned(total, published, parts)):
            break
        published[index] = None
    return total, published


def feasible(total: int, published: Sequence[int | None]) -> list[tuple[int, int]]:
    """What a reader who solves the sums can know of each cell: its lowest and highest value."""
    total_low, total_high = max(0, total - 2), total + 2
    bounds = [(max(0, c - 2), c + 2) if c is not None else (0, total_high) for c in published]
    low_sum = sum(low for low, _ in bounds)
    high_sum = sum(high for _, high in bounds)
    return [(max(low, total_low - (high_sum - high)), min(high, total_high - (low_sum - low))) for low, high in bounds]


def _pinned(total: int, published: Sequence[int | None], parts: Sequence[int]) -> Iterator[bool]:
    for (low, high), part in zip(feasible(total, published), parts, strict=True):
        yield low == high and 0 < part < SMALL_CELL
