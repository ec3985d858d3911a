"""The shapes in which protected figures travel to pages, charts, tables and the API."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from app.analytics.catalogue import DatasetInfo
from app.analytics.measures.material_query import MaterialQuery


@dataclass(frozen=True)
class Week:
    """One week of one presentation. Counts are rounded to 5; None is withheld.

    `clicks_per_active` is a mean over the students active on the mapped sites. Sums of clicks are never given: they add
    up over sets of sites, and averages of their rounded differences would come down to single students.
    """

    week: int
    registered: int
    active_any: int
    active_mapped: int | None
    active_any_pct: int | None
    active_mapped_pct: int | None
    clicks_per_active: float | None
    withdrawn: int

    def as_json(self) -> dict[str, Any]:
        """The promised fields; the whole module's percentage is for the charts."""
        fields = asdict(self)
        del fields["active_any_pct"]
        return fields


@dataclass(frozen=True)
class AssessmentFigures:
    """One assessment. Without a due day there are no due-day figures, and all of them are None."""

    assessment: str
    due_day: int | None
    due_week: int | None
    registered_at_due: int | None = None
    submitted: int | None = None
    submitted_pct: int | None = None
    late: int | None = None
    late_pct: int | None = None
    passed: int | None = None
    passed_pct: int | None = None
    mean_score: float | None = None

    @property
    def has_due_day(self) -> bool:
        return self.due_day is not None


@dataclass(frozen=True)
class Deadline:
    """When an assessment is due, whether or not the mapping names it. Says nothing about students."""

    assessment: str
    type: str
    week: int


@dataclass(frozen=True)
class WeeksSummary:
    """The mapped weeks in a sentence: the lowest and the highest share, over the weeks not withheld."""

    lowest: int
    highest: int
    weeks: int


@dataclass(frozen=True)
class PresentationOverlay:
    module: str
    presentation: str
    weeks: tuple[Week, ...]
    assessments: tuple[AssessmentFigures, ...]
    # How many sites of this presentation the mapping covers. 0 draws no line: nothing of it is here.
    mapped_sites: int
    # Whether fewer students used those sites than must stand behind a set of sites: then nothing is shown of it.
    too_few: bool
    # Of every assessment that has a due day, for the bars and the notes beside the figures.
    deadlines: tuple[Deadline, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "module": self.module,
            "presentation": self.presentation,
            "weeks": [week.as_json() for week in self.weeks],
            "assessments": [asdict(one) for one in self.assessments],
        }


@dataclass(frozen=True)
class Overlay:
    """The whole answer to one mapping, from one version of one dataset."""

    dataset: DatasetInfo
    mapping: MaterialQuery
    presentations: tuple[PresentationOverlay, ...]

    def summary(self, presentation: PresentationOverlay) -> WeeksSummary | None:
        """From protected figures only. None where no week is mapped or all are withheld."""
        shares = [
            week.active_mapped_pct
            for week in presentation.weeks
            if self.mapping.covers_week(week.week) and week.active_mapped_pct is not None
        ]
        return WeeksSummary(min(shares), max(shares), len(shares)) if shares else None

    def as_json(self) -> dict[str, Any]:
        """What the API answers."""
        dataset = asdict(self.dataset)
        del dataset["set_name"]
        return {
            "dataset": dataset,
            "mapping": asdict(self.mapping),
            "presentations": [one.as_json() for one in self.presentations],
        }
