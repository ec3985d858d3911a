"""Words as search sees them, and the excerpts that show them."""

from __future__ import annotations

import pytest

from app.search.asking.excerpts import excerpt, marked
from app.search.indexes.language import folded, read_query, stems
from app.search.indexes.nearness import distance, nearest


def test_accents_case_and_subscripts_make_no_difference() -> None:
    assert folded("Café N₂ ΔG") == "cafe n2 δg"
    assert stems("The bonding of bonds") == ["bond", "bond"]


@pytest.mark.parametrize(
    ("typed", "words", "phrases"),
    [
        ("curly arrows", ("curly", "arrows"), ()),
        ('"curly arrows" charge', ("charge",), (("curly", "arrows"),)),
        ('"curly', ("curly",), ()),
        ('"curly"', ("curly",), ()),
        ("the of", ("the", "of"), ()),
        ("the arrow", ("arrow",), ()),
        ("title:x AND (y", ("title", "x", "y"), ()),
        ("", (), ()),
    ],
)
def test_a_query_is_words_and_phrases_and_nothing_else(
    typed: str, words: tuple[str, ...], phrases: tuple[tuple[str, ...], ...]
) -> None:
    asked = read_query(typed)
    assert (asked.words, asked.phrases) == (words, phrases)


def test_found_words_are_marked_and_the_rest_is_escaped() -> None:
    assert (
        marked("<b>Arrows</b> & arrow", ("arrow",)) == "&lt;b&gt;<mark>Arrows</mark>&lt;/b&gt; &amp; <mark>arrow</mark>"
    )


def test_an_excerpt_shows_the_place_where_the_word_stands() -> None:
    text = "beginning " * 60 + "the needle stands here " + "end " * 60
    part = excerpt(text, ("needle",))
    assert "<mark>needle</mark>" in part
    assert part.startswith("… ")
    assert part.endswith(" …")
    assert len(part) < 300


def test_an_excerpt_without_a_hit_is_the_beginning() -> None:
    assert excerpt("Short text.", ("other",)) == "Short text."
    assert excerpt("", ("other",)) == ""


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("orbital", "orbital", 0),
        ("orbtial", "orbital", 1),
        ("orbita", "orbital", 1),
        ("molcule", "molecule", 1),
        ("abcd", "wxyz", 3),
    ],
)
def test_how_far_apart_two_words_are(one: str, other: str, steps: int) -> None:
    assert distance(one, other, 2) == steps
    assert distance(other, one, 2) == steps


def test_a_short_word_has_no_neighbours() -> None:
    assert nearest("ion", ["iron", "icon"]) == []
    assert nearest("orbtials", ["orbital", "orbitals", "oxidation"]) == ["orbitals", "orbital"]


@pytest.mark.parametrize(
    "typed", ["“bond angle” arrows", "„bond angle“ arrows", "«bond angle» arrows", '“bond angle" arrows']
)
def test_bent_quotation_marks_hold_words_together_as_straight_ones_do(typed: str) -> None:
    assert read_query(typed) == read_query('"bond angle" arrows')
