"""The labelled cards of tests/data/similar_cards.csv, and what share of them the suggestions get right.

The cards are ours, written in the manner of several tutors from the modules' known difficulties: short and synthetic, so
that real ones may do otherwise. Each workshop's cards are compared among themselves. Cards without a theme say what no
theme says; they count as other cards and are not asked. The part "tuning" is for choosing words, weights and limits. The
part "untouched" (other modules, other difficulties) was split off when the cards were written, and is for reporting.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from app.similarity import sentence_model
from app.similarity.likeness import Group, Neighbours, by_sentences, by_words

CARDS = Path(__file__).parent / "data" / "similar_cards.csv"
PARTS = ("tuning", "untouched")
METHODS = {"words": False, "sentences": True}

#: Key → theme ("" for none) and text, for one workshop.
Workshop = Mapping[str, tuple[str, str]]


def workshops(part: str) -> dict[str, Workshop]:
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    with CARDS.open(encoding="utf-8", newline="") as lines:
        for at, row in enumerate(csv.DictReader(lines)):
            if row["part"] == part:
                found[row["workshop"]][f"{at:04d}"] = (row["theme"], row["text"])
    return dict(found)


def likeness(cards: Workshop, themes: Mapping[int, tuple[str, Sequence[str]]], *, sentences: bool) -> Neighbours:
    if not sentences:
        return by_words({each: text for each, (_, text) in cards.items()}, themes)
    held = {theme: (vector(title), keys) for theme, (title, keys) in themes.items()}
    return by_sentences({each: vector(text) for each, (_, text) in cards.items()}, held)


@cache
def vector(text: str) -> tuple[float, ...]:
    return tuple(sentence_model.model().vector(text))


def right_themes(part: str, *, sentences: bool, most: int = 3) -> float:
    """How often the right theme is among so many, each card in turn against themes that hold all others."""
    return _share(_theme_found(cards, sentences=sentences, most=most) for cards in workshops(part).values())


def proposed(part: str, *, sure: float) -> list[tuple[str, str]]:
    """By words, the theme of each card and the one that it is so like that it is proposed by name."""
    found = []
    for cards in workshops(part).values():
        titles = sorted({theme for theme, _ in cards.values() if theme})
        for asked, (theme, _) in cards.items():
            held = _held(cards, titles, asked)
            [(best, alike)] = likeness(cards, held, sentences=False).best_themes(asked, 1).items()
            found += [(theme, titles[best])] if alike >= sure else []
    return found


def right_cards(part: str, *, sentences: bool, most: int = 3) -> float:
    """How often a card of the same theme is among so many, before there is any theme."""
    return _share(_card_found(cards, sentences=sentences, most=most) for cards in workshops(part).values())


def _theme_found(cards: Workshop, *, sentences: bool, most: int) -> Iterator[bool]:
    titles = sorted({theme for theme, _ in cards.values() if theme})
    # What the texts say is the same whichever card is asked: only the themes' cards differ.
    read = likeness(cards, {n: (title, ()) for n, title in enumerate(titles)}, sentences=sentences)
    for asked, (theme, _) in cards.items():
        if theme:
            held = {n: Group(read._titles.get(n), _of(title, cards, but=asked)) for n, title in enumerate(titles)}
            yield titles.index(theme) in Neighbours(read.space, read.cards, held).best_themes(asked, most)


def _of(title: str, cards: Workshop, *, but: str) -> tuple[str, ...]:
    return tuple(each for each, (theme, _) in cards.items() if theme == title and each != but)


def _held(cards: Workshop, titles: Sequence[str], asked: str) -> dict[int, tuple[str, Sequence[str]]]:
    """The themes with all cards but this one."""
    return {n: (title, _of(title, cards, but=asked)) for n, title in enumerate(titles)}


def _card_found(cards: Workshop, *, sentences: bool, most: int) -> Iterator[bool]:
    like = likeness(cards, {}, sentences=sentences)
    for asked, (theme, _) in cards.items():
        if theme:
            yield any(cards[each][0] == theme for each in like.best_cards(asked, cards, most))


def _share(answers: Iterator[Iterator[bool]]) -> float:
    every = [answer for one in answers for answer in one]
    return sum(every) / len(every)
