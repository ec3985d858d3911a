"""From a query to the best documents: all its words, or what is nearest to them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from functools import reduce
from operator import and_, or_

from app.search.indexes.language import Asked, stemmed
from app.search.indexes.nearness import nearest
from app.search.indexes.postings import NONE, Numbers, Postings, members

#: How many documents are compared word by word with a phrase before the search gives up.
MOST_COMPARED = 2_000
#: Words of the index that a mistyped word is compared with.
MOST_NEIGHBOURS = 3_000


class Matching:
    """Documents of some networks and kinds."""

    def __init__(self, postings: Postings, network_ids: Collection[int], kinds: Collection[str]) -> None:
        self._postings = postings
        self._here = _any(postings.of("network", str(network_id)) for network_id in network_ids)
        if kinds:
            self._here &= _any(postings.of("kind", kind) for kind in kinds)

    def best(self, asked: Asked, most: int) -> list[int]:
        """Documents with every word and phrase, best first; if there are none, those with some of the nearest words."""
        holding = [self._holding(word) for word in asked.all_words]
        ranked = self._ranked(reduce(and_, holding, self._here), asked.all_words)
        if asked.phrases:
            ranked = self._with_phrases(ranked, asked.phrases, most)
        return ranked[:most] or self._nearly(asked, most)

    def _holding(self, word: str) -> Numbers:
        return self._postings.of("text", stemmed(word)) or self._postings.of("plain", word)

    def _ranked(self, found: Numbers, words: Collection[str]) -> list[int]:
        """A word in the title counts most, then the very form that was typed; the newest first among equals."""
        newest_first = members(found)[::-1]
        scores = dict.fromkeys(newest_first, 0)
        for word in words:
            rarity = self._rarity("text", stemmed(word))
            for field, form, worth in (("title", stemmed(word), 3), ("plain", word, 1)):
                for number in members(found & self._postings.of(field, form)):
                    scores[number] += worth * rarity
        return sorted(newest_first, key=scores.__getitem__, reverse=True)  # leaves equals as they stood

    def _rarity(self, field: str, word: str) -> int:
        return round(10 * math.log1p(self._postings.total / (1 + self._postings.count(field, word))))

    def _with_phrases(self, ranked: list[int], phrases: Collection[tuple[str, ...]], most: int) -> list[int]:
        wanted = [f" {' '.join(phrase)} " for phrase in phrases]
        found: list[int] = []
        for number in ranked[:MOST_COMPARED]:
            text = f" {self._postings.stored(number)['plain']} "
            if all(phrase in text for phrase in wanted):
                found.append(number)
                if len(found) == most:
                    break
        return found

    def _nearly(self, asked: Asked, most: int) -> list[int]:
        """Some of the words, or words that differ by a letter or two: for typing errors."""
        forms = {word: self._forms(word) for word in asked.all_words}
        holding = [_any(self._holding(form) for form in near) for near in forms.values() if near]
        if not holding:
            return []
        words = [form for near in forms.values() for form in near]
        in_all = reduce(and_, holding, self._here)
        return self._ranked(in_all or _any(holding) & self._here, words)[:most]

    def _forms(self, word: str) -> list[str]:
        """The word itself if the index has it, otherwise its nearest neighbours that begin alike."""
        if self._holding(word):
            return [word]
        neighbours = [
            each
            for _, each in zip(range(MOST_NEIGHBOURS), self._postings.words_beginning("plain", word[:2]), strict=False)
        ]
        return nearest(word, neighbours)


def _any(sets: Iterable[Numbers]) -> Numbers:
    return reduce(or_, sets, NONE)
