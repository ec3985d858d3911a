"""Differences tell both texts, word for word, in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forums.differences import differences
from tests.cpu import at_most

words = st.lists(st.sampled_from(["arrow", "from", "the", "electrons", "\n", "  "]), max_size=20).map(" ".join)


@given(words, words)
def test_both_texts_can_be_read_off(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(each.text for each in pieces if each.kind != "gone") == after


def test_only_what_changed_is_marked() -> None:
    pieces = differences("draw the arrow to H", "draw the arrow from H")
    assert [(each.kind, each.text.strip()) for each in pieces] == [
        ("same", "draw the arrow"),
        ("gone", "to"),
        ("new", "from"),
        ("same", "H"),
    ]


@pytest.mark.parametrize(
    ("before", "after"), [("a " * 50_000, "b " * 50_000), ("a b " * 25_000, "b a c " * 16_000), ("x" * 100_000, "y")]
)
def test_the_longest_texts_are_compared_quickly(before: str, after: str) -> None:
    with at_most(8):
        differences(before, after)
