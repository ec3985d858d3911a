"""How like each other short texts are by which words they have: TF-IDF over words and parts of words, without a library.

What the words mean is for `word_vectors`. Pure. It is asked only for cards that everybody may read: similarity to a hidden
card would say something about its words.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from typing import Any

from app.core.text.signs import compared

#: What is read of a text: a card of 10,000 characters says what it is about at its beginning.
READ = 1_500

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")

_SAYING_NOTHING = """
a about above after again all also always am an and any are as at be because been before being below between
both but by can cannot could did do does doing down during each even every few for from further get gets give
given gives go goes had has have having he her here hers him his how i if in into is it its itself just like
made make makes many may me might mine more most much must my never no nobody none nor not nothing now of off
often on once one only or other our out over own really same say says see seem seems she should so some
something still such than that the their theirs them themselves then there these they thing things this those
though through to too under until up upon us use used uses using very was we well were what when where which
while who whom whose why will with without would yet you your
"""

#: English words that say nothing about a subject. A longer list, with what tutors say in any card ("students",
#: "question", "half"), made the suggestions worse on our labelled cards.
STOP_WORDS = frozenset(_SAYING_NOTHING.split())

#: Of a text's length in this space, how much its parts of words have; its words have the rest.
_PARTS = 0.35

Sparse = Mapping[str, float]


class Vocabulary:
    """Which words are rare among these texts; then any text has a direction among them."""

    def __init__(self, texts: Iterable[str]) -> None:
        every = [features(text) for text in texts]
        seen = Counter(chain.from_iterable(every))
        self._rarity = {one: math.log((1 + len(every)) / (1 + times)) + 1 for one, times in seen.items()}
        self._most = math.log(1 + len(every)) + 1

    def direction(self, text: str) -> Sparse:
        """The text as a vector of length one, or an empty one if it says nothing."""
        rarity, most, (words, parts) = self._rarity, self._most, _weighed(text)
        return _scaled([(one, weight * (rarity.get(one) or most)) for one, weight in words], 1 - _PARTS) | _scaled(
            [(one, weight * (rarity.get(one) or most)) for one, weight in parts], _PARTS
        )

    def rarity(self, feature: str) -> float:
        return self._rarity.get(feature, self._most)


def dot(one: Sparse, other: Sparse) -> float:
    """The cosine of two directions."""
    # The sum is exact, so that it does not hang on the order of a set.
    return math.fsum([one[each] * other[each] for each in one.keys() & other.keys()])


def beside(every: Sequence[Sparse]) -> Callable[[Sparse], list[float]]:
    """Takes many directions; then says the cosines of any direction with all of them, in their order.

    It goes through what they share and nothing else: of a thousand cards few have a word in common with any one.
    """
    # A place, its weight, the next place, and so on: a pair for each would be a hundred thousand more things to hold.
    holders = defaultdict[str, list[Any]](list)
    for place, one in enumerate(every):
        for each, weight in one.items():
            holders[each] += (place, weight)

    def compare(asked: Sparse) -> list[float]:
        found = [0.0] * len(every)
        for each, weight in asked.items():
            flat = iter(holders.get(each, ()))
            for place, other in zip(flat, flat, strict=True):
                found[place] += weight * other
        return found

    return compare


def middle(weighed: Iterable[tuple[float, Sparse]]) -> Sparse:
    """The direction of the weighed sum."""
    total: dict[str, float] = {}
    for times, vector in weighed:
        for one, weight in vector.items():
            total[one] = total.get(one, 0.0) + times * weight
    return _scaled(total.items(), 1.0)


def telling_words(text: str) -> list[str]:
    """The words of the text in their order, without those that say nothing."""
    plain = unicodedata.normalize("NFKD", compared(text[:READ]).lower().replace("’", "'"))
    words = _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    return [word for word in words if word not in STOP_WORDS]


# A room's cards are read again whenever its board is drawn.
@lru_cache(maxsize=2_000)
def features(text: str) -> Counter[str]:
    """Words, pairs of neighbouring words, and runs of three and four letters within a word. Not to be changed."""
    telling = telling_words(text)
    found = Counter(telling)
    found.update(f"{first} {second}" for first, second in pairwise(telling))
    for word in telling:
        padded = f" {word} "
        for size in (3, 4):
            found.update("#" + padded[at : at + size] for at in range(len(padded) - size + 1))
    return found


@lru_cache(maxsize=2_000)
def _weighed(text: str) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Words, and parts of words, by how often the text says them. Not to be changed."""
    every = [(one, 1 + math.log(times)) for one, times in features(text).items()]
    return [each for each in every if each[0][0] != "#"], [each for each in every if each[0][0] == "#"]


def _scaled(vector: Collection[tuple[str, float]], share: float) -> dict[str, float]:
    length = math.hypot(*[weight for _, weight in vector]) / math.sqrt(share) or 1.0
    return {one: weight / length for one, weight in vector}
