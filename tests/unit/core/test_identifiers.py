"""The editor asks about what looks like a student's identifier, and about nothing else."""

from __future__ import annotations

import pytest

from app.core.text.identifiers import identifiers_in
from tests.cpu import at_most


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("marked A1234567 down", ["A1234567"]),
        ("see a1234567.", ["a1234567"]),
        ("B123456X wrote", ["B123456X"]),
        ("write to ann.lee@open.example.ac.uk, please", ["ann.lee@open.example.ac.uk"]),
        ("A1234567 and A1234567 and x@y.org", ["A1234567", "x@y.org"]),
    ],
)
def test_identifiers_are_found(text: str, found: list[str]) -> None:
    assert identifiers_in(text) == found


@pytest.mark.parametrize(
    "text",
    ["S215 in 17J", "TMA04, week 12", "C6H12O6", "AB1234567", "A12345678", "@moderator1", "a @ b", "10^-3 mol", ""],
)
def test_the_words_of_chemists_are_left_alone(text: str) -> None:
    assert identifiers_in(text) == []


@pytest.mark.parametrize("text", ["a" * 100_000, "a." * 50_000, "a@" * 50_000, "a@b." * 25_000, "A1" * 50_000])
def test_long_texts_are_read_quickly(text: str) -> None:
    with at_most(5):
        identifiers_in(text)
