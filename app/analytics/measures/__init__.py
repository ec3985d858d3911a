"""What students did on the material a topic is mapped to, after disclosure control.

`Mapping` says what is asked; `Measures(store).overlay(mapping)` answers. Unrounded counts stay in
`_raw`, whose name says so; only tests and disclosure look in there.
"""

from __future__ import annotations

from app.analytics.measures.figures import AssessmentFigures, Deadline, Overlay, PresentationOverlay, Week, WeeksSummary
from app.analytics.measures.material_query import MaterialQuery, MaterialQueryError
from app.analytics.measures.overlay import Measures, overlay

__all__ = [
    "AssessmentFigures",
    "Deadline",
    "MaterialQuery",
    "MaterialQueryError",
    "Measures",
    "Overlay",
    "PresentationOverlay",
    "Week",
    "WeeksSummary",
    "overlay",
]
