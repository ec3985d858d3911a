"""What the rows of a planner say of each other, and of the presentation they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from app.core.language.spoken import gettext
from app.core.text.words import day, weeks_in_words
from app.planner.profile import AFTERWARDS
from app.planner.table.reading import ReadAssignment, ReadPlanner, ReadRow

_AFTERWARDS = timedelta(weeks=AFTERWARDS)
_BEFORE = timedelta(weeks=4)


def check(found: ReadPlanner, *, starts_on: date | None, weeks: int, credits: int | None) -> None:  # noqa: A002
    """Add what does not fit together to the planner's faults, and what may be meant so to its doubts."""
    found.faults += _breaks_that_are_studied(found.rows)
    found.faults.sort(key=_line)
    found.doubts += _side_by_side(found.rows)
    found.doubts += _nothing_planned(found.rows, weeks)
    found.doubts += _too_much_or_little(found.rows, credits)
    for each in found.assignments:
        found.doubts += _cut_off_outside(each, starts_on, weeks)


def _line(fault: str) -> int:
    numbered = re.match(r"Line (\d+)", fault)
    return int(numbered[1]) if numbered else 0


def _shared(one: ReadRow, other: ReadRow) -> str:
    first, last = max(one.week_from, other.week_from), min(one.week_to, other.week_to)
    return weeks_in_words(first, last) if first <= last else ""


def _breaks_that_are_studied(rows: list[ReadRow]) -> Iterator[str]:
    for rest in (row for row in rows if row.is_break):
        for unit in (row for row in rows if not row.is_break):
            if weeks := _shared(rest, unit):
                yield gettext(
                    "Line %(line)s: %(name)s is in %(weeks)s, which is a break (line %(line2)s).",
                    line=unit.line,
                    name=_name(unit),
                    weeks=weeks,
                    line2=rest.line,
                )


def _side_by_side(rows: list[ReadRow]) -> Iterator[str]:
    for one, other in combinations((row for row in rows if not row.is_break), 2):
        if weeks := _shared(one, other):
            yield gettext(
                "%(name)s and %(name2)s share %(weeks)s: fine if they run side by side.",
                name=_name(one),
                name2=_name(other),
                weeks=weeks,
            )


def _nothing_planned(rows: list[ReadRow], weeks: int) -> Iterator[str]:
    planned = {week for row in rows for week in range(row.week_from, row.week_to + 1)}
    if rows and (free := [week for week in range(1, weeks + 1) if week not in planned]):
        yield gettext("Nothing is planned in %(runs)s.", runs=_runs(free))


def _runs(weeks: list[int]) -> str:
    """Week 3, weeks 5 to 7."""
    runs: list[tuple[int, int]] = []
    for week in weeks:
        if runs and runs[-1][1] == week - 1:
            runs[-1] = (runs[-1][0], week)
        else:
            runs.append((week, week))
    return ", ".join(weeks_in_words(*run) for run in runs)


def _too_much_or_little(rows: list[ReadRow], credits: int | None) -> Iterator[str]:  # noqa: A002
    """A credit is about ten hours of study."""
    planned = sum(sum(row.hours.values()) for row in rows)
    meant = 10 * (credits or 0)
    if planned and meant and not 0.8 * meant <= planned <= 1.2 * meant:
        yield gettext(
            "%(round)s hours are planned; %(credits)s credits are about %(meant)s.",
            round=f"{round(planned, 1):g}",
            credits=credits,
            meant=meant,
        )


def _cut_off_outside(each: ReadAssignment, starts_on: date | None, weeks: int) -> Iterator[str]:
    if each.cut_off is None:
        yield gettext("%(code)s has no cut-off date.", code=each.code)
    elif starts_on and not starts_on - _BEFORE <= each.cut_off <= starts_on + timedelta(weeks=weeks) + _AFTERWARDS:
        yield gettext(
            "The cut-off of %(code)s, %(cut_off)s, lies outside the presentation.",
            code=each.code,
            cut_off=day(each.cut_off),
        )


def _name(row: ReadRow) -> str:
    return f"“{row.unit or row.block}”"
