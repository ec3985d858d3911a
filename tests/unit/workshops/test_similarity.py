"""Suggested themes: how often the right one is among the three, on cards with known themes, and how long it takes.

The cards of tests/data/similar_cards.csv are ours, written in the manner of tutors from the modules' known difficulties:
short and synthetic, so that real ones may do worse. The words to leave out, the sizes and the weights were chosen
looking at the part "tuned" (S215) only. The part "held out" (MST124, another subject) was written at the same time and
looked at once, when all of that stood: 75 % of its 52 cards, where 80 % was hoped for and chance would give 30 %. It has
been looked at now. Whoever tunes further needs new cards to report on.
"""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pytest

from app.workshops.similarity import Similarity

CARDS = Path(__file__).parents[2] / "data" / "similar_cards.csv"


def cards(part: str) -> list[tuple[str, str]]:
    with CARDS.open(encoding="utf-8", newline="") as lines:
        return [(row["theme"], row["text"]) for row in csv.DictReader(lines) if row["part"] == part]


def share_right(part: str, most: int = 3) -> float:
    """Each card in turn, against themes that hold all others."""
    every = cards(part)
    titles = sorted({theme for theme, _ in every})
    right = 0
    for at, (theme, text) in enumerate(every):
        others = [each for n, each in enumerate(every) if n != at]
        themes = {n: (title, [said for said_of, said in others if said_of == title]) for n, title in enumerate(titles)}
        right += titles.index(theme) in Similarity(themes).best(text, most)
    return right / len(every)


@pytest.mark.parametrize(("part", "floor"), [("tuned", 0.80), ("held out", 0.70)])
def test_the_right_theme_is_among_three(part: str, floor: float, capsys: pytest.CaptureFixture[str]) -> None:
    share = share_right(part)
    with capsys.disabled():
        print(f"\nright theme among three suggestions, {part}: {share:.0%} of {len(cards(part))} cards")
    assert share >= floor


def test_there_is_enough_to_tell() -> None:
    for part in ("tuned", "held out"):
        themes = [theme for theme, _ in cards(part)]
        assert len(set(themes)) >= 10
        assert min(themes.count(each) for each in themes) >= 5
    assert len(cards("tuned")) + len(cards("held out")) >= 100


def test_two_hundred_cards_are_compared_in_under_two_seconds() -> None:
    every = (cards("tuned") + cards("held out")) * 2
    titles = sorted({theme for theme, _ in every})
    begun = time.perf_counter()
    themes = {n: (title, [said for theme, said in every if theme == title]) for n, title in enumerate(titles)}
    reader = Similarity(themes)
    for _, text in every[:200]:
        reader.best(text)
    assert time.perf_counter() - begun < 2


def test_what_shares_nothing_is_not_suggested() -> None:
    themes = {1: ("Curly arrows", ["Arrows start at electrons"]), 2: ("Workload", ["Too much reading"])}
    assert Similarity(themes).best("zzz qqq") == []
    assert Similarity(themes).best("An arrow from the electrons") == [1]


def test_accents_capitals_and_a_dismissal_are_minded() -> None:
    themes = {1: ("Café", ["naïve résumé"]), 2: ("Tea", ["naive brew"])}
    reader = Similarity(themes)
    assert reader.best("NAIVE RESUME")[0] == 1
    assert reader.best("NAIVE RESUME", without=[1]) == [2]


def test_nothing_is_like_nothing() -> None:
    assert Similarity({}).best("anything") == []
    assert Similarity({1: ("", [])}).best("") == []
