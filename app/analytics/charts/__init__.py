"""Charts as SVG from the server, drawn only from figures that have passed disclosure control.

No style attributes (the security policy forbids them), no script needed. Series differ by dash and
label, never by colour alone. Each chart comes twice, wide and narrow; the style sheet shows the one
that fits. The same numbers stand in a table beside it (`tables`).
"""

from __future__ import annotations

from app.analytics.charts.assessments import assessment_bars
from app.analytics.charts.marker import Marker
from app.analytics.charts.tables import AssessmentTable, WeeklyTable, assessment_table, weekly_csv, weekly_tables
from app.analytics.charts.weekly import weekly_lines

__all__ = [
    "AssessmentTable",
    "Marker",
    "WeeklyTable",
    "assessment_bars",
    "assessment_table",
    "weekly_csv",
    "weekly_lines",
    "weekly_tables",
]
