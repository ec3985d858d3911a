"""The definitions of the design document, counted by plain Python straight from the published files.

Shares no code with the product. Slow, and meant to be read beside the definitions.
"""

from __future__ import annotations

import math
from collections import defaultdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

NEVER = 10**6


def week_of(day: int) -> int:
    return math.floor(day / 7) + 1


def hesa(count: int) -> int:
    return math.floor((Fraction(count) + Fraction(5, 2)) / 5) * 5


def whole_percent(part: int, whole: int) -> int | None:
    if whole < 22.5 or part in range(5) or whole - part in range(5):
        return None
    return math.floor(Fraction(100 * part, whole) + Fraction(1, 2))


def one_decimal(values: list[int]) -> float | None:
    return mean_of(sum(values), len(values))


def mean_of(total: int, how_many: int) -> float | None:
    if how_many <= 7:
        return None
    return math.floor(Fraction(10 * total, how_many) + Fraction(1, 2)) / 10


class Independent:
    def __init__(self, folder: Path, module: str, presentation: str) -> None:
        self.folder = folder
        self.where = [("code_module", "=", module), ("code_presentation", "=", presentation)]
        self.length = self.read("courses")[0]["module_presentation_length"]
        self.registered_from: dict[int, int] = {}
        self.registered_until: dict[int, int] = {}
        self.left_on: list[int] = []
        for row in self.read("studentRegistration"):
            start, end = row["date_registration"], row["date_unregistration"]
            self.registered_from[row["id_student"]] = -NEVER if start is None else start
            self.registered_until[row["id_student"]] = NEVER if end is None else end
            if end is not None:
                self.left_on.append(end)

    def read(self, table: str) -> list[dict[str, Any]]:
        return pq.read_table(self.folder / f"{table}.parquet", filters=self.where).to_pylist()

    def is_registered(self, student: int, day: int) -> bool:
        return self.registered_from[student] <= day < self.registered_until[student]

    def weeks(self, wanted: set[int] | None) -> list[dict[str, float | None]]:
        """`wanted` are the ids of the mapped sites, None for all."""
        anywhere: dict[int, set[int]] = defaultdict(set)
        mapped: dict[int, set[int]] = defaultdict(set)
        clicks: dict[int, int] = defaultdict(int)
        columns = ["id_student", "id_site", "date", "sum_click"]
        table = pq.read_table(self.folder / "studentVle.parquet", columns=columns, filters=self.where)
        for student, site, day, count in zip(*(table[name].to_pylist() for name in columns), strict=True):
            week = week_of(day)
            if not self.is_registered(student, 7 * week - 1):
                continue
            anywhere[week].add(student)
            if wanted is None or site in wanted:
                mapped[week].add(student)
                clicks[week] += count
        rows = []
        for week in range(min(anywhere), week_of(self.length - 1) + 1):
            registered = sum(self.is_registered(one, 7 * week - 1) for one in self.registered_from)
            rows.append(
                {
                    "week": week,
                    "registered": hesa(registered),
                    "active_any": hesa(len(anywhere[week])),
                    "active_mapped": hesa(len(mapped[week])),
                    "active_mapped_pct": whole_percent(len(mapped[week]), registered),
                    "clicks_per_active": mean_of(clicks[week], len(mapped[week])),
                    "withdrawn": hesa(sum(week_of(day) == week for day in self.left_on)),
                }
            )
        return rows

    def sites(self, *activity_types: str) -> set[int]:
        return {row["id_site"] for row in self.read("vle") if row["activity_type"] in activity_types}

    def assessments(self) -> dict[str, dict[str, Any]]:
        results: dict[int, dict[int, dict[str, Any]]] = defaultdict(dict)
        for row in pq.read_table(self.folder / "studentAssessment.parquet").to_pylist():
            results[row["id_assessment"]][row["id_student"]] = row
        by_type: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.read("assessments"):
            by_type[row["assessment_type"]].append(row)
        named = {}
        for kind, rows in by_type.items():
            rows.sort(key=lambda row: (row["date"] if row["date"] is not None else NEVER, row["id_assessment"]))
            for number, row in enumerate(rows, start=1):
                name = "Exam" if kind == "Exam" and len(rows) == 1 else f"{kind}{number:02}"
                named[name] = self.figures(row["date"], results[row["id_assessment"]])
        return named

    def figures(self, due: int | None, results: dict[int, dict[str, Any]]) -> dict[str, Any]:
        names = (
            "registered_at_due",
            "submitted",
            "submitted_pct",
            "late",
            "late_pct",
            "passed",
            "passed_pct",
            "mean_score",
        )
        if due is None:
            return {"due_day": None, "due_week": None} | dict.fromkeys(names)
        there = [student for student in self.registered_from if self.is_registered(student, due)]
        handed_in = [results[one] for one in there if one in results and not results[one]["is_banked"]]
        late = sum(row["date_submitted"] > due for row in handed_in)
        scores = [row["score"] for row in handed_in if row["score"] is not None]
        passed = sum(score >= 40 for score in scores)
        return {
            "due_day": due,
            "due_week": week_of(due),
            "registered_at_due": hesa(len(there)),
            "submitted": hesa(len(handed_in)),
            "submitted_pct": whole_percent(len(handed_in), len(there)),
            "late": hesa(late),
            "late_pct": whole_percent(late, len(handed_in)),
            "passed": hesa(passed),
            "passed_pct": whole_percent(passed, len(handed_in)),
            "mean_score": one_decimal(scores),
        }
