"""What English words mean, as far as a small file can say it: each word's numbers lie near those of words like it.

The file was made by `scripts/word_vectors.py` from the sentence model, which is not needed to read it. A word that it
does not have is read by its pieces ("kilo", "joule", "s"). Pure; the file is read at the first use: some 8 MB for a
process, and up to 12 more for the words it has met.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from app.similarity.words import telling_words

#: The words, one a line in the order of their rows. What begins with ## is a piece that goes on with a word.
WORDS = Path(__file__).parent / "data" / "words.txt"
#: For each word a byte for how rare it is in English, so much does it count, and its numbers: half a byte each.
ROWS = Path(__file__).parent / "data" / "word_vectors.bin"
DIMENSIONS = 96
ROW = 1 + DIMENSIONS // 2

#: The two numbers of a byte, between -1 and 1: finer steps than these sixteen told no more themes from each other.
_TWO = [tuple((2 * half - 15) / 15 for half in divmod(byte, 16)) for byte in range(256)]

#: Longer words than this are no words, and would take long to be taken to pieces.
LONGEST = 40

#: What the texts have in common is taken out of each of them, as if there were so many more that have nothing in common:
#: of two cards nobody can say what they share by chance.
AS_MANY = 10

#: Of length one, or nothing for a text without a word that is known.
Dense = tuple[float, ...]


class Meanings:
    """Reads these texts for what they have in common; then any text has a direction beside that."""

    def __init__(self, texts: Iterable[str], rarity: Callable[[str], float]) -> None:
        """`rarity`: how much a word counts."""
        self._rarity, self._rows = rarity, dict[str, Sequence[float]]()
        every = list(texts)
        self._known = {text: self._read(text) for text in every}
        said = [one for text in every if (one := self._known[text])]
        self._common = [each / (len(said) + AS_MANY) for each in added(said)] or [0.0] * DIMENSIONS

    def direction(self, text: str) -> Dense:
        read = self._known[text] if text in self._known else self._read(text)
        return _scaled([each - common for each, common in zip(read, self._common, strict=False)])

    def _read(self, text: str) -> Dense:
        said = [(1 + math.log(n), row) for word, n in _tally(text) if (row := self._counted(word))]
        return _scaled(added([row if weight == 1 else [weight * each for each in row] for weight, row in said]))

    def _counted(self, word: str) -> Sequence[float]:
        """The word's row by how much it counts: most words stand in many texts."""
        if (row := self._rows.get(word)) is None:
            rarity = self._rarity(word)
            row = self._rows[word] = [rarity * each for each in numbers(word)]
        return row


@lru_cache(maxsize=2_000)
def _tally(text: str) -> Collection[tuple[str, int]]:
    return Counter(telling_words(text)).items()


# A room's cards share most of their words, and are read again whenever its board has changed. 3 kB each.
@lru_cache(maxsize=4_000)
def numbers(word: str) -> Sequence[float]:
    """The word's row, or the mean of its pieces' rows; nothing if some piece is unknown. A possessive is its owner."""
    rows = [_row(place) for place in _pieces(word.removesuffix("'s"))]
    return [each / len(rows) for each in added(rows)]


def _pieces(word: str) -> list[int]:
    """The places of the longest known pieces, from the beginning on: none if anything is left over."""
    known, found, at = _places(), list[int](), 0
    while at < len(word) <= LONGEST:
        begun = "##" if at else ""
        end = next((end for end in range(len(word), at, -1) if begun + word[at:end] in known), at)
        if end == at:
            return []
        found.append(known[begun + word[at:end]])
        at = end
    return found


def _row(place: int) -> list[float]:
    rare, *packed = _table()[place * ROW : (place + 1) * ROW]
    return [rare / 255 * each for byte in packed for each in _TWO[byte]]


@cache
def _places() -> Mapping[str, int]:
    return {word: place for place, word in enumerate(WORDS.read_text(encoding="ascii").split())}


@cache
def _table() -> bytes:
    return ROWS.read_bytes()


def added(rows: Sequence[Sequence[float]]) -> list[float]:
    """The sum of rows of one length, column by column."""
    columns: Iterator[Sequence[float]] = zip(*rows, strict=True)
    return [sum(column) for column in columns]


def _scaled(row: Sequence[float]) -> Dense:
    length = math.hypot(*row)
    return tuple([each / length for each in row]) if length else ()
