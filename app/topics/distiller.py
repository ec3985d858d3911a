"""The Problem Distiller: eleven codes for why students do not understand, in four categories.

The table (its categories, codes and their meaning) is from the Open University's free course
"Teaching and learning tricky topics", licence CC BY-NC-SA. The explanations are in our own words.
`SOURCE` is shown wherever the table is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.language.spoken import lazy_gettext


@dataclass(frozen=True)
class Code:
    """One row of the table: `key` is stored, `meaning` is for people."""

    key: str
    meaning: str


@dataclass(frozen=True)
class Category:
    number: str
    name: str
    codes: tuple[Code, ...]


CATEGORIES = (
    Category(
        "1",
        "Incomplete or flawed prior knowledge",
        (
            Code("1a", "Something they were expected to know already is missing, or only half there."),
            Code("1b", "Something they learned before is wrong and must be unlearned first."),
        ),
    ),
    Category(
        "2",
        "Lack of linked concepts",
        (
            Code("2a", "A concept next to it is misunderstood, so the new one makes no sense."),
            Code("2b", "Concepts that belong together were not tied together, or one was never taught."),
        ),
    ),
    Category(
        "3",
        "Terminology",
        (
            Code("3a", "A word, phrase or symbol is strange to them, vague or too complicated."),
            Code("3b", "The same word, phrase or symbol means several things."),
            Code("3c", "Several words, phrases or symbols mean nearly the same thing."),
        ),
    ),
    Category(
        "4",
        "Intuitive belief",
        (
            Code("4a", "It goes against what is commonly believed, or against a common misconception."),
            Code("4b", "The comparison with everyday life is too simple, or simply wrong."),
            Code("4c", "The reasoning from cause to effect goes astray."),
            Code("4d", "Nothing in everyday life offers itself as a comparison."),
        ),
    ),
)

CODES = {code.key: code for category in CATEGORIES for code in category.codes}

SOURCE = lazy_gettext(
    "The Problem Distiller is from the Open University's free course “Teaching and learning tricky topics” "
    "(CC BY-NC-SA). Its codes and their meaning are kept; the explanations are in our own words."
)
SOURCE_URL = "https://www.open.edu/openlearn/ocw/mod/oucontent/view.php?id=72109&section=4.2"


def choices() -> list[tuple[str, str]]:
    """Every code with its words, for a list of tick boxes."""
    return [(code.key, f"{code.key} {code.meaning}") for code in CODES.values()]


@dataclass(frozen=True)
class MatrixRow:
    """A stumbling block and, category by category, how many of its problem examples carry such a code."""

    block_id: int | None
    title: str
    counts: tuple[int, ...]
    #: Distinct examples of the row. An example with codes of two categories counts in both, so rows need not add up.
    examples: int


@dataclass(frozen=True)
class Cause:
    """A category that some problem example carries a code of: how many do, and how many in each row of the matrix."""

    name: str
    examples: int
    by_row: tuple[int, ...]


@dataclass(frozen=True)
class Sighting:
    """What the matrix needs of one problem example."""

    block_ids: frozenset[int]
    codes: frozenset[str]


def matrix(blocks: Iterable[tuple[int, str]], sightings: Iterable[Sighting]) -> list[MatrixRow]:
    """Stumbling block by category. Examples that belong to no block yet get a last row of their own."""
    seen = list(sightings)
    rows = [_row(block_id, title, [each for each in seen if block_id in each.block_ids]) for block_id, title in blocks]
    loose = [each for each in seen if not each.block_ids]
    return [*rows, _row(None, "Not tied to a stumbling block yet", loose)] if loose else rows


def _row(block_id: int | None, title: str, sightings: list[Sighting]) -> MatrixRow:
    counts = tuple(
        sum(any(code.startswith(category.number) for code in each.codes) for each in sightings)
        for category in CATEGORIES
    )
    return MatrixRow(block_id, title, counts, len(sightings))
