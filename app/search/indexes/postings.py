"""Which documents hold a word: sets of document numbers.

Trap: Searcher.refresh() of this release of Whoosh keeps the old segments beside the new ones, so that deleted
documents are found again. A changed index is therefore opened anew, which takes a millisecond.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from typing import Any

from whoosh import index
from whoosh.matching import Matcher

from app.search.indexes.protocol import Key

#: How many document numbers are remembered, over all words, while the index does not change: about 6 MB.
REMEMBERED = 100_000
#: And how many documents are known by the row they are of: some more.
MOST_KEYS = 10_000

Numbers = frozenset[int]
NONE: Numbers = frozenset()


class Postings:
    def __init__(self, opened: index.FileIndex) -> None:
        self._index = opened
        self._remembered: OrderedDict[tuple[str, str], Numbers] = OrderedDict()
        self._size = 0
        self._keys: dict[int, Key] = {}
        self._open()

    def look_again(self) -> None:
        """See what was committed since, if anything was."""
        if self._index.latest_generation() != self._generation:
            self._reader.close()
            self._remembered.clear()
            self._keys.clear()
            self._size = 0
            self._open()

    def of(self, field: str, word: str) -> Numbers:
        """The documents that hold this word in this field."""
        term = (field, word)
        if term in self._remembered:
            self._remembered.move_to_end(term)
            return self._remembered[term]
        found = self._read(term)
        self._remembered[term] = found
        # A word that no document holds is remembered as well, so it weighs something.
        self._size += len(found) + 1
        while self._size > REMEMBERED:
            _term, forgotten = self._remembered.popitem(last=False)
            self._size -= len(forgotten) + 1
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

    def _read(self, term: tuple[str, str]) -> Numbers:
        found: set[int] = set()
        for leaf, offset in self._reader.leaf_readers():
            if term in leaf:
                found.update(_numbers(leaf.postings(*term), offset))
        return frozenset(found)


def key_of(ref: str) -> Key:
    """The row that the index names like "post:12"."""
    kind, _, number = ref.partition(":")
    return Key(kind, int(number))


def _numbers(matcher: Matcher, offset: int) -> Iterator[int]:
    while matcher.is_active():
        yield matcher.id() + offset
        matcher.next()
