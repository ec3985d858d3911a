"""A table shows all that was typed into it, in the columns where it was typed; a formula in it stays whole."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text.markdown import plain, render


class Cells(HTMLParser):
    """The words of each cell, row by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in_cell = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        self._in_cell = self._in_cell and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1][-1] += data


def table(*rows: str, columns: int = 2) -> list[list[str]]:
    head = "|" + " h |" * columns
    return Cells(render("\n".join([head, "|" + "-|" * columns, *rows]))).rows[1:]


words = st.text(alphabet="abcdefgäñع", min_size=1, max_size=6)
tex = st.text(alphabet="abxy|+2 ", min_size=1, max_size=10).map(lambda typed: f"x{typed}y")
formulas = tex.flatmap(
    lambda one: st.sampled_from([f"${one}$", f"\\({one}\\)", f"\\[{one}\\]", f"$${one}$$", f"\\ce{{{one}}}"])
)


@given(st.lists(st.lists(words, min_size=1, max_size=6), min_size=1, max_size=4), st.integers(1, 4))
def test_each_row_shows_all_its_words(rows: list[list[str]], columns: int) -> None:
    shown = table(*(f"| {' | '.join(row)} |" for row in rows), columns=columns)
    for row, cells in zip(rows, shown, strict=True):
        assert len(cells) == columns
        assert cells[: min(len(row), columns) - 1] == row[: min(len(row), columns) - 1]
        assert " ".join(cells).replace("|", " ").split() == row


@given(st.lists(st.one_of(words, formulas), min_size=2, max_size=4), st.booleans())
@settings(deadline=None)
def test_a_bar_in_a_formula_parts_no_cells(row: list[str], open_ended: bool) -> None:
    bars = " | ".join(row) if open_ended else f"| {' | '.join(row)} |"
    (cells,) = table(bars, columns=len(row))
    assert ["".join(each for each in cell if each not in "\\()[]$") for cell in cells] == [
        "".join(each for each in cell if each not in "\\()[]$") for cell in row
    ]


@given(st.lists(formulas, min_size=1, max_size=3))
def test_nor_does_one_in_the_head(head: list[str]) -> None:
    html = render(f"| {' | '.join(head)} |\n|{'-|' * len(head)}\n| a |")
    assert [len(row) for row in Cells(html).rows] == [len(head)] * 2


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ("| $|x|$ | b |", [r"\(|x|\)", "b"]),
        ("| the norm $|x|$| b |", [r"the norm \(|x|\)", "b"]),
        ("|$5|$6|", ["$5", "$6"]),
        ("|5$|6$|", ["5$", "6$"]),
        ("|$name|$value|", ["$name", "$value"]),
        ("| $5 | $6 |", ["$5", "$6"]),
        (r"| a \| b | c |", ["a | b", "c"]),
        (r"| $a \| b$ | c |", [r"\(a | b\)", "c"]),
        (r"| \$a | b$ |", ["$a", "b$"]),
        (r"| \\ | b |", ["\\", "b"]),
        ("| a | b | c | |", ["a", "b | c"]),
        ("| a |", ["a", ""]),
        ("a | b", ["a", "b"]),
        ("| | b |", ["", "b"]),
    ],
)
def test_examples(row: str, shown: list[str]) -> None:
    assert table(row) == [shown]


def test_a_line_that_is_no_row_ends_the_table() -> None:
    html = render("|a|b|\n|:-|-:|\n|1|2|\n\nAfter\n")
    assert '<td align="right">2</td>' in html
    assert html.endswith("<p>After</p>\n")
    assert "<table>" not in render("|a|b|\n|-|\n|1|2|")
    assert "<table>" not in render("a\n- - -\nb")
    assert "<blockquote>" in render("|a|\n|-|\n> quoted")


def test_a_few_bars_never_grow_into_a_huge_table() -> None:
    assert len(render("|" * 5_000 + "\n" + "|" + "-|" * 4_999 + "\n" + "x|\n" * 10_000)) < 3_000_000


PIECES = ["|", "\\|", "$", "\\(", "\\)", "\\", "`", "*", " ", "\n", "|-|\n", "|-|-|\n", "$$", "\\ce{", "}"]


@given(st.lists(st.sampled_from(PIECES) | words.map(lambda word: f" {word} "), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_word_is_lost_whatever_stands_around_it(typed: str) -> None:
    def letters(text: str) -> list[str]:
        return [each for each in text if each.isalpha()]

    assert letters(plain(render(typed))) == letters(typed)
