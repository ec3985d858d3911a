"""Assessments: the share that submitted beside the share that passed and the mean of those who submitted.

A pass share or a mean by itself is a trap: it rises when the weak stop submitting. So the three are
drawn together, and the caption says over whom.
"""

from __future__ import annotations

from markupsafe import Markup

from app.analytics.charts.tables import AssessmentRow, assessment_rows
from app.analytics.disclosure import shown
from app.analytics.measures import Overlay
from app.core.language.spoken import gettext, lazy_gettext
from app.web.page.svg import SIZES, ChartSize, joined, tag, text

# More rows than this are no picture any more; then only the latest presentation is drawn.
MOST_ROWS = 12
_BAR = 13
_ROW = 46
_CAPTION = lazy_gettext(
    "Submitted: of the students registered at the due day. Passed (40 or more) and mean score: "
    "of students who submitted."
)


def assessment_bars(overlay: Overlay, *, heading: str = "Assessments", chart_id: str = "assessments") -> Markup:
    """The whole `<figure>`, or a figure with a sentence where there is nothing to draw."""
    rows = _rows(overlay)
    caption = tag("figcaption", tag("strong", heading), " ", _CAPTION)
    if not rows:
        nothing = gettext("No assessment with a due day belongs to this.")
        return tag("figure", caption, tag("p", nothing, class_="quiet"), class_="chart")
    drawings = joined(_drawing(rows, size, heading, chart_id) for size in SIZES)
    return tag("figure", caption, drawings, _legend(), class_="chart chart--assessments", id=chart_id)


def _rows(overlay: Overlay) -> list[AssessmentRow]:
    rows = [row for row in assessment_rows(overlay) if row.figures.has_due_day]
    if len(rows) <= MOST_ROWS:
        return rows
    latest = overlay.presentations[-1].presentation
    return [row for row in rows if row.presentation == latest]


def _drawing(rows: list[AssessmentRow], size: ChartSize, heading: str, chart_id: str) -> Markup:
    prefix = f"{chart_id}-{size.name}"
    row_height = _ROW + (18 if size.is_narrow else 0)
    drawn = (_row(row, 6 + number * row_height, size) for number, row in enumerate(rows))
    return tag(
        "svg",
        tag("title", heading, id=f"{prefix}-title"),
        tag("desc", " ".join(map(_sentence, rows)), id=f"{prefix}-desc"),
        *drawn,
        class_=f"chart-{size.name}",
        viewBox=f"0 0 {size.width} {len(rows) * row_height + 8}",
        role="img",
        aria_labelledby=f"{prefix}-title",
        aria_describedby=f"{prefix}-desc",
    )


def _row(row: AssessmentRow, top: float, size: ChartSize) -> Markup:
    figures = row.figures
    left = 0 if size.is_narrow else 128
    full = size.width - left - (92 if size.is_narrow else 190)
    name = f"{figures.assessment} {row.presentation}"
    bars_top = top + 18 if size.is_narrow else top
    mean = f"mean {shown(figures.mean_score)}"
    return joined(
        [
            text(0, top + (12 if size.is_narrow else 19), name, "chart-label chart-label--line"),
            _bar(figures.submitted_pct, "submitted", left, bars_top, full, "chart-column"),
            _bar(figures.passed_pct, "passed", left, bars_top + _BAR + 4, full, "chart-column chart-column--2"),
            text(size.width, top + (12 if size.is_narrow else 19), mean, "chart-label", "end"),
        ]
    )


def _bar(share: int | None, word: str, left: float, top: float, full: float, class_: str) -> Markup:
    """The track shows what 100 % would be, so that a short bar beside a withheld one cannot mislead."""
    length = full * (share or 0) / 100
    filled = tag("rect", class_=class_, x=float(left), y=float(top), width=length, height=_BAR)
    return joined(
        [
            tag("rect", class_="chart-track", x=float(left), y=float(top), width=float(full), height=_BAR),
            *([filled] if share else ()),
            text(left + full + 6, top + 11, f"{shown(share, '%')} {word}"),
        ]
    )


def _sentence(row: AssessmentRow) -> str:
    figures = row.figures
    submitted = shown(figures.submitted_pct, "%").replace("..", "withheld")
    passed = shown(figures.passed_pct, "%").replace("..", "withheld")
    mean = shown(figures.mean_score).replace("..", "withheld")
    return gettext(
        "%(assessment)s, %(presentation)s: submitted %(submitted)s; of students who submitted, "
        "passed %(passed)s, mean score %(mean)s.",
        assessment=figures.assessment,
        presentation=row.presentation,
        submitted=submitted,
        passed=passed,
        mean=mean,
    )


def _legend() -> Markup:
    entries = (
        ("chart-column", "submitted, of those registered at the due day"),
        ("chart-column chart-column--2", "passed, of students who submitted"),
    )
    return tag(
        "ul",
        *(
            tag(
                "li",
                tag(
                    "svg",
                    tag("rect", class_=class_, x=4, y=1, width=24, height=10),
                    viewBox="0 0 32 12",
                    aria_hidden="true",
                ),
                words,
            )
            for class_, words in entries
        ),
        class_="legend",
    )
