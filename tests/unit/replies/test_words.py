"""Titles in quotation marks, whatever marks they bring along."""

from __future__ import annotations

import pytest

from app.core.text.words import quoted


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Curly arrows", "“Curly arrows”"),
        ("“Could we drop it?”", "“Could we drop it?”"),
        ("“Will it go?” versus “How fast?”", "“‘Will it go?’ versus ‘How fast?’”"),
        ("Video “Follow the electrons”", "“Video ‘Follow the electrons’”"),
        ("", "“”"),
        ("الذرة?", "“\u2068الذرة?\u2069”"),
    ],
)
def test_quotation_marks_nest(title: str, expected: str) -> None:
    assert quoted(title) == expected
