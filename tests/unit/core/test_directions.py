"""A text that people wrote stands in its page the way its own first letters are read."""

from __future__ import annotations

import re

import pytest

from app.core.text.markdown import markup, render

BLOCKS = [
    "الذرة",
    "- الذرة\n- النواة",
    "1. الذرة",
    "> الذرة",
    "### الذرة",
    "|الذرة|ب|\n|-|-|\n|ج|د|",
    "```\nالذرة\n```",
    r"\[x\]",
]


@pytest.mark.parametrize("typed", BLOCKS)
def test_each_block_is_asked_by_itself(typed: str) -> None:
    """Only the outermost: what lies within one that is asked would be passed over."""
    html = str(markup(render(f"{typed}\n\nEnglish")))
    assert re.match(r'<\w+ [^>]*dir="auto"|<\w+ dir="auto"', html)
    assert html.count('dir="auto"') == 2
    assert markup(markup(render(typed))) == markup(render(typed))
    assert html.rstrip().endswith('<p dir="auto">English</p>')


def test_what_is_stored_asks_for_nothing() -> None:
    """So that a mail, a document and a page decide for themselves, and old texts need no new rendering."""
    assert "dir=" not in render("الذرة")
