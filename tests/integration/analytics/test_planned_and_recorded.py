"""A study planner beside the data of its presentation: what each says is due when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.analytics import planned_and_recorded
from app.analytics.planned_and_recorded import due_otherwise
from app.analytics.store import Store
from app.planner.table.reading import ReadAssignment
from tests.integration.analytics.conftest import take_in

FIRST_DAY = date(2020, 10, 3)


@pytest.fixture(autouse=True)
def small_store(monkeypatch: pytest.MonkeyPatch, small_folder: Path, data_dir: Path) -> None:
    take_in(small_folder, data_dir)
    monkeypatch.setattr(planned_and_recorded, "store", lambda: Store(data_dir))


def planned(**cut_offs: date | None) -> list[ReadAssignment]:
    return [ReadAssignment(1, code, cut_off, ()) for code, cut_off in cut_offs.items()]


def test_what_agrees_is_not_mentioned() -> None:
    agreed = planned(TMA01=date(2020, 10, 13), TMA02=date(2020, 10, 23), Exam=date(2020, 11, 1))
    assert due_otherwise("ABC", "2020J", FIRST_DAY, agreed) == []


def test_other_days_and_what_one_of_the_two_lacks_are_said() -> None:
    other = planned(TMA01=date(2020, 10, 14), TMA02=None, CMA01=date(2020, 10, 9))
    assert due_otherwise("ABC", "2020J", FIRST_DAY, other) == [
        "Exam is in the data and not in the planner.",
        "TMA01: 14 October 2020 in the planner, 13 October 2020 in the data.",
        "CMA01 is in the planner and not in the data.",
    ]


def test_without_data_or_a_first_day_nothing_is_said() -> None:
    assert due_otherwise("ABC", "2021J", FIRST_DAY, planned(TMA09=None)) == []
    assert due_otherwise("XYZ", "2020J", FIRST_DAY, planned(TMA09=None)) == []
    assert due_otherwise("ABC", "2020J", None, planned(TMA09=None)) == []
