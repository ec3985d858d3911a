"""A dataset small enough to count by hand, and ways to hand it over: CSV, Parquet, zip.

Module ABC, presentation 2020J of 21 days (three weeks), 30 students. Student 1 leaves on day 3, student
2 on the last day of week 1, student 3 registers on the first day of week 2, student 4 has no
registration day.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Tables = dict[str, list[dict[str, Any]]]
HERE = {"code_module": "ABC", "code_presentation": "2020J"}
STUDENTS = range(1, 31)

QUIZ, PAGE = 501, 502
TMA_LATE_IN_YEAR, TMA_EARLY, EXAM = 71, 72, 73


def small_set() -> Tables:
    starts = dict.fromkeys(STUDENTS, -20) | {3: 7, 4: None}
    ends = dict.fromkeys(STUDENTS) | {1: 3, 2: 6}
    return {
        "courses": [HERE | {"module_presentation_length": 21}],
        "assessments": [
            _assessment(TMA_LATE_IN_YEAR, "TMA", 20, 62.5),
            _assessment(TMA_EARLY, "TMA", 10, 37.5),
            _assessment(EXAM, "Exam", None, 100),
        ],
        "vle": [_site(QUIZ, "quiz"), _site(PAGE, "page")],
        "studentInfo": [_person(student) for student in STUDENTS],
        "studentRegistration": [
            HERE | {"id_student": one, "date_registration": starts[one], "date_unregistration": ends[one]}
            for one in STUDENTS
        ],
        "studentAssessment": [_result(student) for student in range(2, 28)],
        "studentVle": _clicks(),
    }


def _assessment(id_: int, kind: str, day: int | None, weight: float) -> dict[str, Any]:
    return HERE | {"id_assessment": id_, "assessment_type": kind, "date": day, "weight": weight}


def _site(id_: int, activity_type: str) -> dict[str, Any]:
    return {"id_site": id_} | HERE | {"activity_type": activity_type, "week_from": None, "week_to": None}


def _person(student: int) -> dict[str, Any]:
    return HERE | {
        "id_student": student,
        "gender": "F",
        "region": "Wales",
        "highest_education": "HE Qualification",
        "imd_band": None,
        "age_band": "55<=",
        "num_of_prev_attempts": 0,
        "studied_credits": 60,
        "disability": "N",
        "final_result": "Pass",
    }


def _result(student: int) -> dict[str, Any]:
    """Of TMA01, due on day 10: student 5 banked, 6 without a score, 7 two days late, 8 just failed."""
    return {
        "id_assessment": TMA_EARLY,
        "id_student": student,
        "date_submitted": 12 if student == 7 else 9,
        "is_banked": 1 if student == 5 else 0,
        "score": None if student == 6 else 39 if student == 8 else 40 if student == 9 else 80,
    }


def _clicks() -> list[dict[str, Any]]:
    def click(student: int, site: int, day: int, count: int = 1) -> dict[str, Any]:
        return HERE | {"id_student": student, "id_site": site, "date": day, "sum_click": count}

    everyone = [click(student, QUIZ, 8, 2) for student in STUDENTS]
    return [
        *everyone,
        click(10, QUIZ, 8, 2),  # the same row again: two more clicks, not another visit
        click(11, PAGE, 0),
        click(12, PAGE, -1),  # week 0, never week 1
        click(1, QUIZ, 0),  # leaves on day 3 of that week: not registered at its end
        click(1, QUIZ, 15),  # after leaving
        click(3, PAGE, 2),  # before registering
    ]


def write_csv(tables: Tables, folder: Path, missing: str = "?") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as target:
            writer = csv.writer(target, quoting=csv.QUOTE_ALL)
            writer.writerow(rows[0])
            writer.writerows([missing if value is None else value for value in row.values()] for row in rows)
    return folder


def write_parquet(tables: Tables, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pq.write_table(pa.Table.from_pylist(rows), folder / f"{name}.parquet")
    return folder


def write_zip(folder: Path, archive: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.iterdir()):
            packed.write(path, f"{inside}{path.name}")
    return archive


def edited(folder: Path, file: str, change: Callable[[str], str]) -> Path:
    """Spoil one file of a folder."""
    path = folder / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder
