"""A study planner written down as a table: for the form that changes it, and for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from app.planner.activities import PlannedActivity
from app.planner.models import PlannedAssignment, PlannerRow, StudyPlanner
from app.planner.table.columns import HEADS


def table_rows(planner: StudyPlanner) -> Iterator[tuple[str, ...]]:
    """Its cells under `HEADS`: the rows, then the assignments, each in a row of its own. Reading them gives the same planner."""
    for row in planner.rows:
        yield _row(row)
    for each in planner.assignments:
        yield _assignment(each)


def as_text(planner: StudyPlanner) -> str:
    """The same with tabs between the cells, as a spreadsheet takes it."""
    return "\n".join("\t".join(cells) for cells in (HEADS, *table_rows(planner)))


def _row(row: PlannerRow) -> tuple[str, ...]:
    weeks = str(row.week_from) if row.week_from == row.week_to else f"{row.week_from}-{row.week_to}"
    hours = (f"{row.hours[kind]:g}" if kind in row.hours else "" for kind in PlannedActivity)
    return (row.block, row.unit, weeks, *hours, "", "", "")


def _assignment(each: PlannedAssignment) -> tuple[str, ...]:
    cut_off = each.cut_off.isoformat() if each.cut_off else ""
    return ("", "", "", *("" for _ in PlannedActivity), each.code, cut_off, ", ".join(each.questions))
