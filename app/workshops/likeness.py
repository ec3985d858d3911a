"""Which themes and which other cards a card is most like, whatever says how like two texts are. Pure.

Every theme is measured by its middle, in which its title counts as two cards do, and by the nearest of its cards.
Equal cards and themes come in the order of their keys: the same board always has the same suggestions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import dist, hypot
from typing import Any

from app.workshops import similarity

#: How much a title counts in the middle of its theme, where each card counts one.
TITLE = 2.0
#: How much the middle of a theme counts beside its nearest card.
MIDDLE = 0.7


#: What the sentence model gives, of length one.
Dense = tuple[float, ...]


@dataclass(frozen=True)
class Space:
    """What is asked of a way to measure: the cosine of two directions, and the direction of a weighed sum."""

    dot: Callable[[Any, Any], float]
    middle: Callable[[Iterable[tuple[float, Any]]], Any]


def _dense_dot(one: Dense, other: Dense) -> float:
    """By way of the distance of two vectors of length one: the standard library has that, and it is the fastest there is."""
    return 1 - dist(one, other) ** 2 / 2


def _dense_middle(weighed: Iterable[tuple[float, Dense]]) -> Dense:
    total = [sum(column) for column in zip(*([times * each for each in one] for times, one in weighed), strict=True)]
    length = hypot(*total) or 1.0
    return tuple(each / length for each in total)


WORDS = Space(similarity.dot, similarity.middle)
SENTENCES = Space(_dense_dot, _dense_middle)


@dataclass(frozen=True)
class Group:
    """A theme: the direction of its title, if that is known, and the keys of its cards."""

    title: Any | None
    cards: tuple[str, ...]


class Likeness:
    """Built once of a board; then any of its cards can be compared."""

    def __init__(self, space: Space, cards: Mapping[str, Any], themes: Mapping[int, Group]) -> None:
        """`cards`: key → direction. A theme may name cards that are not among them (hidden ones): they are passed over."""
        self.space, self.cards = space, cards
        self._of = {theme: [each for each in group.cards if each in cards] for theme, group in themes.items()}
        self._titles = {theme: group.title for theme, group in themes.items() if group.title}
        self._middles = {theme: space.middle(parts) for theme in themes if (parts := list(self._parts(theme)))}

    def to_themes(self, card: str) -> dict[int, float]:
        """How like each theme the card is, up to 1 for the same; without those that share nothing with it."""
        asked, found = self.cards[card], {}
        for theme, middle in self._middles.items():
            others = [self.cards[each] for each in self._of[theme] if each != card]
            near = [self.space.dot(asked, each) for each in others]
            if theme in self._titles:
                near.append(self.space.dot(asked, self._titles[theme]))
            score = MIDDLE * self.space.dot(asked, middle) + (1 - MIDDLE) * max(near, default=0.0)
            if score > 0:
                found[theme] = score
        return found

    def best_themes(self, card: str, most: int = 3, without: Collection[int] = ()) -> dict[int, float]:
        """The themes most like the card, best first, with how like it they are."""
        scored = [(-score, theme) for theme, score in self.to_themes(card).items() if theme not in without]
        return {theme: -score for score, theme in sorted(scored)[:most]}

    def best_cards(self, card: str, among: Iterable[str], most: int = 3) -> list[str]:
        """The keys of those other cards that are most like this one, best first."""
        asked = self.cards[card]
        scored = [(-self.space.dot(asked, self.cards[each]), each) for each in among if each != card]
        return [each for score, each in sorted(scored)[:most] if score < 0]

    def _parts(self, theme: int) -> Iterable[tuple[float, Any]]:
        if theme in self._titles:
            yield TITLE, self._titles[theme]
        yield from ((1.0, self.cards[each]) for each in self._of[theme])


def by_words(cards: Mapping[str, str], themes: Mapping[int, tuple[str, Sequence[str]]]) -> Likeness:
    """Measured by the words: `cards` are key → text, `themes` number → title and the keys of its cards."""
    vocabulary = similarity.Vocabulary([*cards.values(), *(title for title, _ in themes.values())])
    groups = {theme: Group(vocabulary.direction(title), tuple(held)) for theme, (title, held) in themes.items()}
    return Likeness(WORDS, {each: vocabulary.direction(text) for each, text in cards.items()}, groups)


def by_sentences(cards: Mapping[str, Dense], themes: Mapping[int, tuple[Dense | None, Sequence[str]]]) -> Likeness:
    """Measured by the sentence model: the vectors of cards, and of titles as far as there are any."""
    groups = {theme: Group(title, tuple(held)) for theme, (title, held) in themes.items()}
    return Likeness(SENTENCES, cards, groups)
