"""The small tables of one version, as plain objects: presentations, sites, assessments, weekly totals.

The counts in here are unrounded. Nothing but `measures` may read `weeks` and `counts`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

T = TypeVar("T")
Query = Callable[[str], list[tuple[Any, ...]]]

TYPE_ORDER: Final = {"TMA": 0, "CMA": 1, "Exam": 2}


def week_of(day: int) -> int:
    """The presentation week of a day: days 0 to 6 are week 1, days -7 to -1 week 0."""
    return day // 7 + 1  # Python floors, which is what the definition asks for


@dataclass(frozen=True)
class DatasetInfo:
    """Which version serves, and what to say about where it comes from."""

    set_name: str
    version: str
    source: str
    attribution: str
    imported_at: str


@dataclass(frozen=True)
class VleSite:
    """A page or tool of a module's website, in one presentation."""

    id: int
    presentation: str
    activity_type: str
    week_from: int | None
    week_to: int | None


@dataclass(frozen=True)
class AssessmentCounts:
    """Unrounded, at the due day."""

    registered_at_due: int
    submitted: int
    late: int
    passed: int
    score_total: int
    score_count: int


@dataclass(frozen=True)
class Assessment:
    """An assessment under the name it has in its presentation: TMA01, CMA02, Exam."""

    id: int
    presentation: str
    name: str
    type: str
    due_day: int | None
    weight: float
    counts: AssessmentCounts

    @property
    def due_week(self) -> int | None:
        return None if self.due_day is None else week_of(self.due_day)


@dataclass(frozen=True)
class WeekCounts:
    """One week of a whole presentation, unrounded."""

    week: int
    registered: int
    active: int
    clicks: int
    withdrawn: int


@dataclass(frozen=True)
class PresentationData:
    """One running of a module, as the dataset has it."""

    name: str
    length: int
    sites: tuple[VleSite, ...]
    assessments: tuple[Assessment, ...]
    weeks: tuple[WeekCounts, ...]

    @cached_property
    def activity_types(self) -> tuple[str, ...]:
        return tuple(sorted({site.activity_type for site in self.sites}))


@dataclass(frozen=True)
class Catalogue:
    """Everything small about one version of one dataset."""

    info: DatasetInfo
    modules: dict[str, dict[str, PresentationData]]
    activity_types: tuple[str, ...]


def read_catalogue(info: DatasetInfo, folder: Path, query: Query) -> Catalogue:
    """Read the small files of a version. Takes some milliseconds; the store remembers the answer."""

    def rows(table: str) -> list[tuple[Any, ...]]:
        path = str(folder / f"{table}.parquet").replace("'", "''")
        return query(f"SELECT * FROM read_parquet('{path}')")

    sites = _grouped(rows("sites"), _site)
    assessments = _grouped(rows("assessments"), _assessment)
    weeks = _grouped(rows("weeks"), lambda row: WeekCounts(*map(int, row[2:])))
    modules: dict[str, dict[str, PresentationData]] = {}
    for module, name, length in sorted(rows("courses")):
        key = (module, name)
        modules.setdefault(module, {})[name] = PresentationData(
            name,
            length,
            tuple(sorted(sites.get(key, ()), key=lambda site: site.id)),
            tuple(sorted(assessments.get(key, ()), key=lambda one: (TYPE_ORDER[one.type], one.name))),
            tuple(sorted(weeks.get(key, ()), key=lambda one: one.week)),
        )
    types = {site.activity_type for group in sites.values() for site in group}
    return Catalogue(info, modules, tuple(sorted(types)))


def _grouped(rows: list[tuple[Any, ...]], build: Callable[[tuple[Any, ...]], T]) -> dict[tuple[str, str], list[T]]:
    groups: dict[tuple[str, str], list[T]] = {}
    for row in rows:
        groups.setdefault((row[0], row[1]), []).append(build(row))
    return groups


def _site(row: tuple[Any, ...]) -> VleSite:
    _, presentation, site, activity_type, week_from, week_to = row
    return VleSite(int(site), presentation, activity_type, week_from, week_to)


def _assessment(row: tuple[Any, ...]) -> Assessment:
    _, presentation, id_, type_, name, due_day, weight, *counts = row
    return Assessment(int(id_), presentation, name, type_, due_day, float(weight), AssessmentCounts(*map(int, counts)))
