"""A quotation shows what was typed: no sign of Markdown in it does anything but raise or lower."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import markdown
from app.core.text.markdown import literal, quotation


@pytest.mark.parametrize(
    "typed",
    [
        "# No heading",
        "*no* **emphasis** _at_ all, `nor code`",
        "- no list\n+ nor this\n1. nor this\n2) nor this",
        "a [link](https://example.org) ~~not~~ ![](x)",
        "---\n===",
        "> quoted already\n>> twice",
        "```\nnot a block\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<b>not bold</b> &amp; &#65; \\* \\[x\\",
        "$5 and $6",
    ],
)
def test_it_is_shown_as_it_was_typed(typed: str) -> None:
    found = markdown.render(quotation(typed))
    words = html.unescape(re.sub(r"</?(?:p|blockquote|a|br)(?: [^>]*)?>", "", found)).strip()
    assert words == typed


@pytest.mark.parametrize("formula", ["\\(x_1^2\\)", "$a_b$", "\\ce{H2O}"])
def test_a_formula_stays_one(formula: str) -> None:
    assert "arithmatex" in markdown.render(quotation(f"Take *{formula}* now"))


def test_an_address_stays_a_link() -> None:
    assert 'href="https://example.org/a_b_c"' in markdown.render(literal("See https://example.org/a_b_c now"))


@given(st.text(alphabet="ab1 .)#*_`~^|<>[]()!-+=&;\n", max_size=60))
def test_no_sign_does_anything(typed: str) -> None:
    tags = set(re.findall(r"<(\w+)", markdown.render(quotation(f"a{typed}"))))
    assert tags <= {"blockquote", "p", "br", "sub", "sup"}


@given(st.text(alphabet="ab1 .)#*_`~^|<>[]()!-+=&;$\\\n:/", max_size=60))
def test_what_is_no_formula_is_shown_as_it_was_typed(words: str) -> None:
    typed = f"a{words}"
    found = re.sub("</?sub>", "~", re.sub("</?sup>", "^", markdown.render(quotation(typed))))
    if "arithmatex" not in found:
        shown = html.unescape(re.sub(r"</?(?:p|blockquote|a|br)(?: [^>]*)?>", "", found))
        assert shown.split() == typed.split()
