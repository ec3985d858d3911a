"""The demo's numbers as rows with types. Each function reads one of the CSV files beside this one."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class CohortRow:
    module: str
    presentation: str
    registered: int
    at_week0: int
    at_week2: int
    at_25pc_fee_point: int
    submitted: tuple[int, ...]  # TMA01 to TMA06
    sat_exam: int
    passed: int


@dataclass(frozen=True)
class WeeklyRow:
    """Distinct students on a topic's material in a week, of those in the presentation.

    Weeks 1 and 2 carry the number of week 2: the early leavers have gone by the end of week 1.
    """

    module: str
    presentation: str
    week: int
    topic_key: str
    unique_students: int
    students_in_presentation: int


@dataclass(frozen=True)
class QuestionRow:
    """`changed` is None for a baseline, where there is nothing to have changed from."""

    module: str
    presentation: str
    assessment: str
    question: str
    topic_key: str
    attempted: int
    scored_half_or_more: int
    changed: bool | None


@dataclass(frozen=True)
class UnitRow:
    """A unit with its real-time student feedback. A unit without study weeks has no shares at all."""

    module: str
    presentation: str
    unit: int
    title: str
    study_weeks: int
    planned_hours: int
    students_start: int
    rtsf_invited: int
    rtsf_responded: int
    rtsf_said_too_much: int


@dataclass(frozen=True)
class GroupRow:
    module: str
    presentation: str
    group: str
    measure: str
    numerator: int
    denominator: int


@cache
def cohorts() -> tuple[CohortRow, ...]:
    return tuple(
        CohortRow(
            module,
            presentation,
            int(all_),
            int(week0),
            int(week2),
            int(fee),
            tuple(map(int, tmas)),
            int(exam),
            int(passed),
        )
        for module, presentation, all_, week0, week2, fee, *tmas, exam, passed in _rows("s215_cohort")
    )


@cache
def weekly() -> tuple[WeeklyRow, ...]:
    return tuple(
        WeeklyRow(module, presentation, int(week), key, int(students), int(present))
        for module, presentation, week, key, students, present in _rows("s215_vle_weekly")
    )


@cache
def questions() -> tuple[QuestionRow, ...]:
    return tuple(
        QuestionRow(
            module,
            presentation,
            tma.upper(),
            question,
            key,
            int(attempted),
            int(half),
            changed == "yes" if changed else None,
        )
        for module, presentation, tma, question, key, attempted, half, changed in _rows("s215_tma_questions")
    )


@cache
def units() -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(module, presentation, int(unit), title, *map(int, numbers))
        for module, presentation, unit, title, *numbers in _rows("mst124_units")
    )


@cache
def small_groups() -> tuple[GroupRow, ...]:
    return tuple(GroupRow(row[0], row[1], row[2], row[3], *map(int, row[4:])) for row in _rows("h800_small_numbers"))


def _rows(file: str) -> Iterator[list[str]]:
    text = (files(__package__) / f"{file}.csv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines())
    next(rows)
    yield from rows
