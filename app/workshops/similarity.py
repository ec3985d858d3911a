"""Which themes a card is most like: TF-IDF over words and parts of words, without a library and without a model.

Good enough to offer three themes to choose from; not good enough to group by itself. Pure. It is asked only for cards
that everybody may read: similarity to a hidden card would say something about its words.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

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

#: English words that say nothing about a subject.
STOP_WORDS = frozenset(_SAYING_NOTHING.split())

Vector = Mapping[str, float]


class Similarity:
    """Built once from all cards of a board; then any text can be compared with the themes."""

    def __init__(self, themes: Mapping[int, tuple[str, Sequence[str]]], others: Iterable[str] = ()) -> None:
        """`themes`: id → title and texts of its cards. `others`: cards without a theme; they say which words are rare."""
        grouped = [(theme, _features(text)) for theme, (title, texts) in themes.items() for text in (title, *texts)]
        every = [*(features for _, features in grouped), *(_features(text) for text in others)]
        self._rarity, self._most = _rarity(every), math.log(1 + len(every)) + 1
        self._theme_of = [theme for theme, _ in grouped]
        # From each feature to the cards that have it: a text meets only those cards it shares something with.
        self._having: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, (_, features) in enumerate(grouped):
            for feature, weight in self._weighed(features).items():
                self._having[feature].append((at, weight))

    def best(self, text: str, most: int = 3, without: Iterable[int] = ()) -> list[int]:
        """The ids of the themes most like the text, best first; those that share nothing with it are left out."""
        left_out = set(without)
        scored = [(score, -theme) for theme, score in self.likeness(text).items() if theme not in left_out]
        return [-theme for _, theme in sorted(scored, reverse=True)[:most]]

    def likeness(self, text: str) -> dict[int, float]:
        """How like each theme the text is, up to 1 for the same; themes that share nothing with it are left out."""
        met: dict[int, float] = defaultdict(float)
        for feature, asked in self._weighed(_features(text)).items():
            for at, weight in self._having.get(feature, ()):
                met[at] += asked * weight
        near: dict[int, list[float]] = defaultdict(list)
        for at, cosine in met.items():
            near[self._theme_of[at]].append(cosine)
        # The nearest card of a theme counts most; the next two say whether that was chance.
        return {theme: 0.6 * max(each) + 0.4 * sum(sorted(each)[-3:]) / 3 for theme, each in near.items()}

    def _weighed(self, features: Counter[str]) -> Vector:
        raw = {one: (1 + math.log(times)) * self._rarity.get(one, self._most) for one, times in features.items()}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {one: value / length for one, value in raw.items()}


def _rarity(texts: Sequence[Counter[str]]) -> dict[str, float]:
    seen = Counter(one for features in texts for one in features)
    return {one: math.log((1 + len(texts)) / (1 + times)) + 1 for one, times in seen.items()}


def _features(text: str) -> Counter[str]:
    """Words, pairs of neighbouring words, and runs of three to five letters within a word."""
    plain = unicodedata.normalize("NFKD", text[:READ].lower().replace("’", "'"))
    words = _WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    telling = [word for word in words if word not in STOP_WORDS]
    found = Counter(telling)
    found.update(f"{first} {second}" for first, second in pairwise(telling))
    for word in telling:
        padded = f" {word} "
        for size in (3, 4, 5):
            found.update("#" + padded[at : at + size] for at in range(len(padded) - size + 1))
    return found
