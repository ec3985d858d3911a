"""Which themes and which other cards a card is most like, whatever says how like two texts are. Pure.

Every theme is measured by its middle, in which its title counts as two cards do, and by the nearest of its cards.
Equal cards and themes come in the order of their keys: the same board always has the same suggestions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import dist, hypot
from typing import Any, NamedTuple

from app.similarity import words
from app.similarity.word_vectors import Dense, Meanings, added

#: How much a title counts in the middle of its theme, where each card counts one.
TITLE = 2.0
#: How much the middle of a theme counts beside its nearest card.
MIDDLE = 0.7
#: By words: how much it counts that the words are the same, beside that they mean much the same.
SAME = 0.4


@dataclass(frozen=True)
class Space:
    """What is asked of a way to measure: the cosine of two directions, and the direction of a weighed sum."""

    dot: Callable[[Any, Any], float]
    middle: Callable[[Iterable[tuple[float, Any]]], Any]
    #: Takes many directions; then says the cosines of any direction with all of them, in their order.
    beside: Callable[[Sequence[Any]], Callable[[Any], list[float]]]


def _dense_dot(one: Dense, other: Dense) -> float:
    """By way of the distance of two vectors of length one: the standard library has that, and it is the fastest there is."""
    return 1 - dist(one, other) ** 2 / 2


def _dense_middle(weighed: Iterable[tuple[float, Dense]]) -> Dense:
    total = added([[times * each for each in one] for times, one in weighed])
    length = hypot(*total) or 1.0
    return tuple(each / length for each in total)


def _dense_beside(every: Sequence[Dense]) -> Callable[[Dense], list[float]]:
    # As _dense_dot says it, without a call for each of a thousand cards; 0 beside what has no direction.
    return lambda asked: [1 - dist(asked, each) ** 2 / 2 if each else 0.0 for each in every]


class Said(NamedTuple):
    """What a text says in which words, and about what."""

    words: words.Sparse
    meaning: Dense


def _said_dot(one: Said, other: Said) -> float:
    alike = _dense_dot(one.meaning, other.meaning) if one.meaning and other.meaning else 0.0
    return SAME * words.dot(one.words, other.words) + (1 - SAME) * alike


def _said_middle(weighed: Iterable[tuple[float, Said]]) -> Said:
    every = list(weighed)
    meanings = [(times, each.meaning) for times, each in every if each.meaning]
    return Said(words.middle((times, each.words) for times, each in every), _dense_middle(meanings))


def _said_beside(every: Sequence[Said]) -> Callable[[Said], list[float]]:
    same = words.beside([each.words for each in every])
    alike = _dense_beside([each.meaning for each in every])

    def compare(asked: Said) -> list[float]:
        if not (mine := asked.meaning):
            return [SAME * score for score in same(asked.words)]
        both = zip(same(asked.words), alike(mine), strict=True)
        return [SAME * words + (1 - SAME) * meaning for words, meaning in both]

    return compare


WORDS = Space(_said_dot, _said_middle, _said_beside)
SENTENCES = Space(_dense_dot, _dense_middle, _dense_beside)


@dataclass(frozen=True)
class Group:
    """A theme: the direction of its title, if that is known, and the keys of its cards."""

    title: Any | None
    cards: tuple[str, ...]


class Neighbours:
    """Built once of a board; then any of its cards can be compared."""

    def __init__(self, space: Space, cards: Mapping[str, Any], themes: Mapping[int, Group]) -> None:
        """`cards`: key → direction. A theme may name cards that are not among them (hidden ones): they are passed over."""
        self.space, self.cards = space, cards
        self._of = {theme: [each for each in group.cards if each in cards] for theme, group in themes.items()}
        self._titles = {theme: group.title for theme, group in themes.items() if group.title}
        middles = {theme: space.middle(parts) for theme in themes if (parts := list(self._parts(theme)))}
        # Cards, titles and middles are compared with a card in one go: each stands at a place in one list.
        self._at = {key: place for place, key in enumerate(cards)}
        titles = [theme for theme in middles if theme in self._titles]
        self._title_at = {theme: len(cards) + place for place, theme in enumerate(titles)}
        self._middle_at = {theme: len(cards) + len(titles) + place for place, theme in enumerate(middles)}
        self._beside = space.beside([*cards.values(), *(self._titles[each] for each in titles), *middles.values()])
        self._last: tuple[str, list[float]] = ("", [])

    def to_themes(self, card: str) -> dict[int, float]:
        """How like each theme the card is, up to 1 for the same; without those that share nothing with it."""
        alike, found = self._compared(card), {}
        for theme, middle in self._middle_at.items():
            near = [alike[self._at[each]] for each in self._of[theme] if each != card]
            if theme in self._title_at:
                near.append(alike[self._title_at[theme]])
            score = MIDDLE * alike[middle] + (1 - MIDDLE) * max(near, default=0.0)
            if score > 0:
                found[theme] = score
        return found

    def best_themes(self, card: str, most: int = 3, without: Collection[int] = ()) -> dict[int, float]:
        """The themes most like the card, best first, with how like it they are."""
        scored = [(-score, theme) for theme, score in self.to_themes(card).items() if theme not in without]
        return {theme: -score for score, theme in sorted(scored)[:most]}

    def best_cards(self, card: str, among: Iterable[str], most: int = 3) -> list[str]:
        """The keys of those other cards that are most like this one, best first."""
        alike = self._compared(card)
        scored = [(-alike[self._at[each]], each) for each in among if each != card]
        return [each for score, each in sorted(scored)[:most] if score < 0]

    def _compared(self, card: str) -> list[float]:
        """With everything; the last answer is kept, because its themes and its cards are asked for one after the other."""
        if self._last[0] != card:
            self._last = (card, self._beside(self.cards[card]))
        return self._last[1]

    def _parts(self, theme: int) -> Iterable[tuple[float, Any]]:
        if theme in self._titles:
            yield TITLE, self._titles[theme]
        yield from ((1.0, self.cards[each]) for each in self._of[theme])


def by_words(cards: Mapping[str, str], themes: Mapping[int, tuple[str, Sequence[str]]]) -> Neighbours:
    """Measured by the words: `cards` are key → text, `themes` number → title and the keys of its cards."""
    every = [*cards.values(), *(title for title, _ in themes.values())]
    vocabulary = words.Vocabulary(every)
    meanings = Meanings(every, vocabulary.rarity)

    def said(text: str) -> Said:
        return Said(vocabulary.direction(text), meanings.direction(text))

    groups = {theme: Group(said(title), tuple(held)) for theme, (title, held) in themes.items()}
    return Neighbours(WORDS, {each: said(text) for each, text in cards.items()}, groups)


def by_sentences(cards: Mapping[str, Dense], themes: Mapping[int, tuple[Dense | None, Sequence[str]]]) -> Neighbours:
    """Measured by the sentence model: the vectors of cards, and of titles as far as there are any."""
    groups = {theme: Group(title, tuple(held)) for theme, (title, held) in themes.items()}
    return Neighbours(SENTENCES, cards, groups)
