"""Which documents hold a word: sets of document numbers, as the bits of one whole number.

A set of 100,000 documents has 12 kB then, however many of them it holds, and two are cut in microseconds.

Trap: Searcher.refresh() of this release of Whoosh keeps the old segments beside the new ones, so that deleted
documents are found again. A changed index is therefore opened anew, which takes a millisecond.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Collection, Iterator
from typing import Any

from whoosh import index
from whoosh.reading import ReaderClosed

from app.search.indexes.protocol import Key

#: Bytes of sets that are remembered, over all words.
REMEMBERED = 6_000_000
#: What a set takes beside its bits.
_BESIDE = 200
#: How many documents are known by the row they are of.
MOST_KEYS = 10_000

#: Document n is in the set if the bit of the value 2**n is.
Numbers = int
NONE: Numbers = 0
Term = tuple[str, str]


def members(numbers: Numbers) -> list[int]:
    """The document numbers in the set, ascending."""
    found: list[int] = []
    for at, byte in enumerate(numbers.to_bytes((numbers.bit_length() + 7) // 8, "little")):
        if byte:
            found += [8 * at + bit for bit in range(8) if byte >> bit & 1]
    return found


class Postings:
    def __init__(self, opened: index.FileIndex) -> None:
        self._index = opened
        #: By the segment and how many of its documents are deleted: a segment is never written again.
        self._remembered: OrderedDict[tuple[str, int, Term], Numbers] = OrderedDict()
        self._size = 0
        self._keys: dict[int, Key] = {}
        self._open()

    def __del__(self) -> None:
        # Another index took this one's place: its files are let go. One that could not be opened has none.
        with contextlib.suppress(AttributeError, ReaderClosed):
            self._reader.close()

    def look_again(self) -> None:
        """See what was committed since, if anything was."""
        if self._index.latest_generation() != self._generation:
            self._reader.close()
            self._keys.clear()
            self._open()

    def of(self, field: str, word: str) -> Numbers:
        """The documents that hold this word in this field."""
        found = NONE
        for leaf, offset in self._reader.leaf_readers():
            found |= self._in_segment(leaf, (field, word)) << offset
        return found

    def _in_segment(self, leaf: Any, term: Term) -> Numbers:
        segment = leaf.segment()
        if segment is None:  # of an index without a single document
            return NONE
        known = (segment.segment_id(), segment.deleted_count(), term)
        if known in self._remembered:
            self._remembered.move_to_end(known)
            return self._remembered[known]
        # A word that no document holds is remembered as well.
        found = self._remembered[known] = _read(leaf, term)
        self._size += _size(found)
        while self._size > REMEMBERED:
            _known, forgotten = self._remembered.popitem(last=False)
            self._size -= _size(forgotten)
        return found

    def count(self, field: str, word: str) -> int:
        """In how many documents, deleted ones included: cheap, and near enough for ranking."""
        return int(self._reader.doc_frequency(field, word))

    @property
    def total(self) -> int:
        return int(self._reader.doc_count_all())

    def words_beginning(self, field: str, beginning: str) -> Iterator[str]:
        for word in self._reader.expand_prefix(field, beginning):
            yield word.decode()

    def keys(self, numbers: Collection[int]) -> list[Key]:
        """Which rows these documents are of. Remembered, because reading one unpacks all that is stored of it."""
        if len(self._keys) > MOST_KEYS:
            self._keys.clear()
        for number in numbers:
            if number not in self._keys:
                self._keys[number] = key_of(self.stored(number)["ref"])
        return [self._keys[number] for number in numbers]

    def stored(self, number: int) -> dict[str, Any]:
        fields: dict[str, Any] = self._reader.stored_fields(number)
        return fields

    def all_stored(self) -> Iterator[dict[str, Any]]:
        for _number, fields in self._reader.iter_docs():
            yield fields

    def _open(self) -> None:
        # Asked before the files are opened: a commit in between costs one more opening, and is not missed.
        self._generation = self._index.latest_generation()
        self._reader = self._index.reader()


def key_of(ref: str) -> Key:
    """The row that the index names like "post:12"."""
    kind, _, number = ref.partition(":")
    return Key(kind, int(number))


def _size(numbers: Numbers) -> int:
    return numbers.bit_length() // 8 + _BESIDE


def _read(leaf: Any, term: Term) -> Numbers:
    if term not in leaf:
        return NONE
    bits = bytearray(leaf.doc_count_all() // 8 + 1)
    for number in leaf.postings(*term).all_ids():
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")
