"""The tables that stand beside the charts: the same protected figures, and in words what the shapes say.

A table of four presentations has a thousand cells, so the rows are put together here, once, and not
cell by cell in a template.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.analytics.charts.marker import Marker
from app.analytics.disclosure import WITHHELD, WITHHELD_IN_WORDS
from app.analytics.measures import AssessmentFigures, Overlay, PresentationOverlay, Week
from app.core.documents.spreadsheet import as_csv
from app.core.language.spoken import lazy_gettext
from app.web.page.svg import joined, tag

HIDDEN = tag(
    "span",
    tag("span", WITHHELD, aria_hidden="true"),
    tag("span", WITHHELD_IN_WORDS, class_="visually-hidden"),
    class_="withheld",
)


@dataclass(frozen=True)
class WeeklyTable:
    """One presentation. `rows` are `<tr data-week=…>` elements, which the chart's script reads."""

    presentation: str
    heads: tuple[str, ...]
    rows: Markup
    has_material: bool  # False where none of the mapped sites is in this presentation


@dataclass(frozen=True)
class AssessmentRow:
    presentation: str
    figures: AssessmentFigures


@dataclass(frozen=True)
class AssessmentTable:
    heads: tuple[str, ...]
    rows: Markup


def weekly_tables(overlay: Overlay, markers: Sequence[Marker] = ()) -> list[WeeklyTable]:
    """One table a presentation, the latest first."""
    return [
        WeeklyTable(
            one.presentation,
            _weekly_heads(overlay),
            joined(_week_row(overlay, one, week, markers) for week in one.weeks),
            one.mapped_sites > 0,
        )
        for one in reversed(overlay.presentations)
    ]


def weekly_csv(overlay: Overlay, markers: Sequence[Marker] = ()) -> str:
    """The same as a file: what is withheld is withheld in it, too, and the heads say of what a share is."""
    material = () if overlay.mapping.is_whole_module else ("Active on this material", "Share on this material (%)")
    share = "Share active in the module (%)"
    heads = ("Presentation", "Week", "Registered", "Active in the module", share, *material, "Clicks per student")
    rows = (
        [
            one.presentation,
            week.week,
            *map(_in_a_file, _figures(overlay, week)),
            "; ".join(_notes(one, week, markers, is_mapped=overlay.mapping.covers_week(week.week))),
        ]
        for one in reversed(overlay.presentations)
        for week in one.weeks
    )
    return as_csv((*heads, "Withdrawn", "Notes"), rows)


def _figures(overlay: Overlay, week: Week) -> list[float | None]:
    """Of one week, in the order of the heads."""
    material = [] if overlay.mapping.is_whole_module else [week.active_mapped, week.active_mapped_pct]
    return [
        week.registered,
        week.active_any,
        week.active_any_pct,
        *material,
        week.clicks_per_active,
        week.withdrawn,
    ]


def _in_a_file(value: float | None) -> float | str:
    return WITHHELD if value is None else value


def assessment_table(overlay: Overlay) -> AssessmentTable:
    """By assessment, then by presentation, so that presentations of one assessment stand together."""
    return AssessmentTable(_ASSESSMENT_HEADS, joined(map(_assessment_row, assessment_rows(overlay))))


def figure(value: float | None, unit: str = "") -> Markup:
    """A cell's figure, or two dots with words for a screen reader."""
    return HIDDEN if value is None else Markup(f"{value:,}{unit}")  # noqa: S704 -- a number and our own unit


def _weekly_heads(overlay: Overlay) -> tuple[str, ...]:
    if overlay.mapping.is_whole_module:
        return ("Week", "Registered", "Active", "Share", "Clicks per student", "Withdrawn", "Notes")
    return (
        "Week", "Registered", "Active in the module", "Share", "On this material", "Share", "Clicks per student",
        "Withdrawn", "Notes",
    )  # fmt: skip


def _week_row(overlay: Overlay, presentation: PresentationOverlay, week: Week, markers: Sequence[Marker]) -> Markup:
    is_mapped = overlay.mapping.covers_week(week.week)
    cells = [figure(week.registered), figure(week.active_any), figure(week.active_any_pct, "%")]
    if not overlay.mapping.is_whole_module:
        cells += [figure(week.active_mapped), figure(week.active_mapped_pct, "%")]
    cells += [figure(week.clicks_per_active), figure(week.withdrawn)]
    notes = "; ".join(_notes(presentation, week, markers, is_mapped=is_mapped))
    return tag(
        "tr",
        tag("th", week.week, scope="row"),
        *(tag("td", cell) for cell in cells),
        tag("td", notes),
        data_week=week.week,
        class_="is-mapped" if is_mapped else None,
    )


def _notes(presentation: PresentationOverlay, week: Week, markers: Sequence[Marker], *, is_mapped: bool) -> list[str]:
    """In words what the chart shows by shapes: the topic's weeks, deadlines, interventions."""
    notes = ["week of this topic"] if is_mapped else []
    notes += [f"{one.assessment} due" for one in presentation.deadlines if one.week == week.week]
    here = (presentation.presentation, week.week)
    return notes + [f"live: {one.label}" for one in markers if (one.presentation, one.week) == here]


def assessment_rows(overlay: Overlay) -> list[AssessmentRow]:
    named: dict[str, list[AssessmentRow]] = {}
    for presentation in overlay.presentations:
        for one in presentation.assessments:
            named.setdefault(one.assessment, []).append(AssessmentRow(presentation.presentation, one))
    return [row for rows in named.values() for row in rows]


_ASSESSMENT_HEADS = ("Assessment", "Due", "Registered at due day", "Submitted", "Late", "Passed", "Mean score")
_NO_DUE_DAY = lazy_gettext("The dataset gives no due day, so there are no figures at the due day.")


def _assessment_row(row: AssessmentRow) -> Markup:
    one = row.figures
    name = tag("th", f"{one.assessment} {row.presentation}", scope="row")
    if not one.has_due_day:
        return tag("tr", name, tag("td", _NO_DUE_DAY, colspan=6, data_label="Due"))
    cells = (
        Markup(f"week {one.due_week}"),  # noqa: S704 -- a number
        figure(one.registered_at_due),
        _with_share(one.submitted, one.submitted_pct),
        _with_share(one.late, one.late_pct),
        _with_share(one.passed, one.passed_pct),
        figure(one.mean_score),
    )
    labelled = zip(cells, _ASSESSMENT_HEADS[1:], strict=True)
    return tag("tr", name, *(tag("td", cell, data_label=head) for cell, head in labelled))


def _with_share(count: int | None, share: int | None) -> Markup:
    return joined([figure(count), Markup(" ("), figure(share, "%"), Markup(")")])
