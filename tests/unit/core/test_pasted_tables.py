"""Tables as they are pasted, and dates as people type them."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.documents.pasted_table import pasted_rows
from app.core.text.dates import read_date
from tests.cpu import at_most


def cells(text: str) -> list[tuple[str, ...]]:
    return [row.cells for row in pasted_rows(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a\tb\n1\t2", [("a", "b"), ("1", "2")]),
        ("a,b\r\n1,2\r\n", [("a", "b"), ("1", "2")]),
        ("a;b\n1,5;2", [("a", "b"), ("1,5", "2")]),
        ("| a | b |\n|:--|--:|\n| 1 | 2 |", [("a", "b"), ("1", "2")]),
        ('a\t"x\ny"\n1\t2', [("a", "x y"), ("1", "2")]),
        ('5" disk,7\nb,1', [("5” disk", "7"), ("b", "1")]),
        ('"never closed, 1\nb,2', [("”never closed", "1"), ("b", "2")]),
        ('a\t"x\n""y"""\n5" disk\t2', [("a", 'x "y"'), ("5” disk", "2")]),
        ("a\t\t\n\t\t\n\tb", [("a",), ("", "b")]),
        ("\ufeffa\u00a0,\u200bb", [("a", "b")]),
        ("", []),
    ],
)
def test_cells_are_found_whatever_separates_them(text: str, wanted: list[tuple[str, ...]]) -> None:
    assert cells(text) == wanted


def test_a_row_is_named_by_the_line_it_begins_in() -> None:
    assert [row.line for row in pasted_rows('a\tb\n\n"x\ny"\tz\nq\tr')] == [1, 3, 5]


@pytest.mark.parametrize("unit", ['"', '""\t', '\t"', '\t""', '\t""x', '"\n', '\n"a', '""\n', ',"""'])
def test_what_is_made_to_cost_is_read_once(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    with at_most(9):
        pasted_rows(text)


words = st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x17F), min_size=1)
tables = st.lists(st.lists(words, min_size=2, max_size=5), min_size=1, max_size=8)


@given(tables, st.sampled_from("\t;,"))
def test_what_a_spreadsheet_writes_comes_back(table: list[list[str]], separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(table)
    assert cells(out.getvalue()) == [tuple(row) for row in table]


@given(st.text())
def test_whatever_is_pasted_gives_cells_of_one_line(text: str) -> None:
    for row in pasted_rows(text):
        assert any(row.cells)
        assert not any("\n" in cell or "\t" in cell for cell in row.cells)


@pytest.mark.parametrize(
    "text",
    [
        "2017-10-07",
        "7/10/2017",
        "07.10.2017",
        "07-10-2017",
        "7 October 2017",
        "7th Oct 2017",
        "Sat 7 Oct 17",
        "Saturday, 7 October 2017",
        "7-Oct-2017",
        "October 7, 2017",
        "2017-10-07 00:00:00",
        "7 October 2017, 12:00",
        "7 October 2017 4:30 pm",
    ],
)
def test_a_date_is_read_as_people_type_it(text: str) -> None:
    assert read_date(text) == date(2017, 10, 7)


@pytest.mark.parametrize("text", ["", "17J", "31/02/2017", "October 2017", "7", "soon", "2017-13-01"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2068, 12, 31)))
def test_each_form_means_the_same_day(day: date) -> None:
    assert {read_date(day.strftime(form)) for form in ("%Y-%m-%d", "%d/%m/%Y", "%A %d %B %Y", "%d.%m.%y")} == {day}


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    read_date(text)
