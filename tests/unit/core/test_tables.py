"""Tables for spreadsheets never carry a formula."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from app.core.documents.spreadsheet import as_csv


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))


def test_what_would_be_calculated_is_text() -> None:
    rows = [["=HYPERLINK(1)", "+1", "-1", "@x", "\tx"], ["plain", -3, None, "a,b", 'say "so"']]
    assert cells(as_csv(["a"] * 5, rows))[1:] == [
        ["'=HYPERLINK(1)", "'+1", "'-1", "'@x", "'\tx"],
        ["plain", "-3", "", "a,b", 'say "so"'],
    ]


def test_nor_what_is_typed_in_full_width_or_below_a_line_end() -> None:
    rows = [[f"{sign}1+1"] for sign in ("\n=", "＝", "＋", "－", "＠")]
    assert cells(as_csv(["a"], rows))[1:] == [[f"'{row[0]}"] for row in rows]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_every_text_comes_back_as_it_was_or_behind_an_apostrophe(text: str) -> None:
    [_, [cell]] = cells(as_csv(["a"], [[text]])) if text else [[], [""]]
    assert cell in {text, f"'{text}"}
    assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
