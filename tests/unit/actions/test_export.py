"""The guard against cells that a spreadsheet would run."""

from __future__ import annotations

import pytest

from app.actions.export import guarded


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_looks_like_a_formula_is_text(start: str) -> None:
    assert guarded(f'{start}HYPERLINK("http://example.org")').startswith("'" + start)


@pytest.mark.parametrize("cell", ["Record the video", "", "2018-07-20", "≤20 h in every week", "a = b"])
def test_other_cells_are_left_alone(cell: str) -> None:
    assert guarded(cell) == cell
