"""Presentations as people type and paste them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.networks.presentation_lines import TypedPresentation, read_presentations

ONE = TypedPresentation("17J", date(2017, 10, 7), 36)


@pytest.mark.parametrize(
    "text",
    [
        "17J, 7 October 2017, 36 weeks",
        "17j\t07/10/2017\t36",
        "17J 7 October 2017 36",
        "Code\tStart date\tWeeks\n17J\t2017-10-07 00:00:00\t36",
        "\ufeff17J;7.10.2017;36\r\n",
        "| Code | First day | Weeks |\n|---|---|---|\n| 17J | Sat 7th Oct 2017 | 36 wks |",
        "\n\n  17J , 7 Oct 2017 , 36\u200b\n",
        '"17J","7 October 2017, 12:00","36"',
    ],
)
def test_each_of_the_usual_forms_is_read(text: str) -> None:
    read = read_presentations(text)
    assert read.faults == []
    assert read.presentations == [ONE]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("17J", "the first day is missing"),
        ("17J, 7 October 2017", "the number of weeks is missing"),
        ("17J, 31/02/2017, 36", "“31/02/2017” is no first day"),
        ("17J, 7 October 1217, 36", "is no first day"),
        ("17J, 7 October 2017, many", "“many” is no number of weeks"),
        ("17J, 7 October 2017, 0", "from 1 to 104"),
        ("17J, 7 October 2017, 105", "from 1 to 104"),
        ("the autumn one, 7 October 2017, 36", "“THE AUTUMN ONE” is no code"),
        ("<script>, 7 October 2017, 36", "is no code"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_others_are_read(line: str, fault: str) -> None:
    read = read_presentations(f"17J, 7 October 2017, 36\n{line}\n18J, 6 October 2018, 36".replace("17J,", "17J,", 1))
    assert [each for each in read.faults if fault in each] == [each for each in read.faults if "Line 2" in each]
    assert len(read.faults) == 1
    assert [each.code for each in read.presentations] == ["17J", "18J"]


def test_a_code_that_stands_twice_counts_once_and_is_said() -> None:
    read = read_presentations("17J, 7 October 2017, 36\n17j, 8 October 2017, 36")
    assert read.presentations == [ONE]
    assert read.faults == ["Line 2: 17J stands here twice."]


@given(st.text())
def test_whatever_is_pasted_is_read_or_named(text: str) -> None:
    read = read_presentations(text)
    for each in read.presentations:
        assert 1 <= each.weeks <= 104
    assert all(fault.startswith("Line ") for fault in read.faults)
