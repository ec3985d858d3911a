"""Protected overlays as a chart gets them, made by hand."""

from __future__ import annotations

from app.analytics.catalogue import DatasetInfo
from app.analytics.measures import AssessmentFigures, Deadline, MaterialQuery, Overlay, PresentationOverlay, Week

INFO = DatasetInfo("test", "v1", "A test", "Made up.", "2018-07-20T09:30:00+00:00")
TMA = AssessmentFigures("TMA01", 10, 2, 500, 400, 80, 40, 10, 380, 95, 72.5)
SMALL = AssessmentFigures("TMA02", 24, 4, 20, 15, None, 5, None, 15, None, 61.0)
UNDATED = AssessmentFigures("Exam", None, None)


def week(number: int, share: int | None, *, whole: int | None = 90) -> Week:
    return Week(number, 500, 450, 5 * (share or 0), whole, share, 12.5, 5)


def presentation(name: str, shares: list[int | None], sites: int = 3, first: int = 0) -> PresentationOverlay:
    return PresentationOverlay(
        "ABC",
        name,
        tuple(week(number, share) for number, share in enumerate(shares, start=first)),
        (TMA, SMALL, UNDATED),
        sites,
        False,
        (Deadline("TMA01", "TMA", 2), Deadline("TMA02", "TMA", 4)),
    )


def overlay(*presentations: PresentationOverlay, mapping: MaterialQuery | None = None) -> Overlay:
    asked = mapping or MaterialQuery("ABC", None, 2, 3, ("quiz",), None, ("TMA01",))
    return Overlay(INFO, asked, presentations)
