"""Merging cards into groups: near ones come together, large groups must be nearer, and the order of cards is nothing."""

from __future__ import annotations

import math
import random

from app.similarity.clusters import clusters
from app.similarity.likeness import SENTENCES, WORDS, by_words
from app.similarity.words import Vocabulary
from app.workshops.board.queries.grouping_proposals import NEAR, phrase
from tests.cpu import at_most


def turned(degrees: float) -> tuple[float, ...]:
    return math.cos(math.radians(degrees)), math.sin(math.radians(degrees))


def test_near_cards_come_together_and_single_ones_are_left() -> None:
    cards = {"a": turned(0), "b": turned(10), "c": turned(90), "d": turned(95), "e": turned(200)}
    assert clusters(SENTENCES, cards, 0.9) == [("a", "b"), ("c", "d")]
    assert clusters(SENTENCES, {"e": turned(1)}, 0.5) == []
    assert clusters(SENTENCES, {}, 0.5) == []


def test_the_order_in_which_cards_are_given_changes_nothing() -> None:
    chance = random.Random(3)
    cards = {f"{n:02d}": turned(chance.uniform(0, 180)) for n in range(40)}
    mixed = list(cards.items())
    chance.shuffle(mixed)
    assert clusters(SENTENCES, dict(mixed), 0.97) == clusters(SENTENCES, cards, 0.97)


def test_equal_cards_fill_groups_only_as_far_as_the_penalty_allows() -> None:
    """A cosine of one is enough for 3 + 20 of five hundredths each, from nought; from 0.9 on only for five."""
    cards = {f"{n:02d}": turned(0) for n in range(12)}
    assert max(len(group) for group in clusters(SENTENCES, cards, 0.0)) == 12
    assert max(len(group) for group in clusters(SENTENCES, cards, 0.9)) <= 5


def test_two_hundred_cards_of_the_models_size_are_grouped_in_under_two_seconds() -> None:
    chance, cards = random.Random(1), {}
    centres = [[chance.gauss(0, 1) for _ in range(384)] for _ in range(25)]
    for n in range(200):
        raw = [each + chance.gauss(0, 0.9) for each in centres[n % 25]]
        length = math.sqrt(sum(each * each for each in raw))
        cards[f"{n:03d}"] = tuple(each / length for each in raw)
    with at_most(2):
        groups = clusters(SENTENCES, cards, NEAR)
    assert len(groups) >= 25


def test_words_alone_can_be_grouped_too() -> None:
    texts = {"a": "The arrow is drawn backwards", "b": "An arrow drawn backwards again", "c": "Too much reading"}
    assert clusters(WORDS, by_words(texts, {}).cards, 0.2) == [("a", "b")]


def test_a_title_is_the_phrase_that_tells_most_as_it_was_written() -> None:
    texts = ["Curly arrows start at the wrong end", "Where do Curly arrows begin?", "They hate the reading"]
    vocabulary = Vocabulary([*texts, "reading again", "no time for reading"])
    assert phrase(texts[:2], vocabulary) == "Curly arrows"
    assert phrase(["", ""], vocabulary) == "New theme"
    assert phrase(["a" * 500], vocabulary) == "New theme"
