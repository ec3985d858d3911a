"""The activity profile: hours a week by activity type, from rows that may take several weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.planner.activities import PlannedActivity

#: Weeks after the last one of study in which an exam may be sat or the last assignment handed in.
AFTERWARDS = 12


class Row(Protocol):
    """What was read, or what is kept."""

    @property
    def week_from(self) -> int: ...
    @property
    def week_to(self) -> int: ...
    @property
    def is_break(self) -> bool: ...
    @property
    def hours(self) -> Mapping[str, float]: ...


class Assignment(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def cut_off(self) -> date | None: ...


@dataclass(frozen=True)
class ActivityProfile:
    """`weekly[kind][week]` in hours. A row's hours are spread evenly over its weeks."""

    first: int
    last: int
    weekly: dict[PlannedActivity, dict[int, float]]
    breaks: frozenset[int]
    #: Week and code of each assignment whose week is known.
    assignments: tuple[tuple[int, str], ...]

    @property
    def totals(self) -> dict[PlannedActivity, float]:
        """Hours of the whole presentation by kind."""
        return {kind: sum(weeks.values()) for kind, weeks in self.weekly.items()}

    @property
    def total(self) -> float:
        return sum(self.totals.values())

    def week_total(self, week: int) -> float:
        """Hours of all kinds in one week."""
        return sum(weeks.get(week, 0.0) for weeks in self.weekly.values())


def profile_of(
    rows: Iterable[Row], assignments: Iterable[Assignment], *, starts_on: date | None, weeks: int
) -> ActivityProfile:
    """Weeks that nothing is planned for are in it, too, from the first to the presentation's last."""
    rows = list(rows)
    weekly: dict[PlannedActivity, dict[int, float]] = {kind: defaultdict(float) for kind in PlannedActivity}
    for row in rows:
        length = row.week_to - row.week_from + 1
        for kind, hours in row.hours.items():
            for week in range(row.week_from, row.week_to + 1):
                weekly[PlannedActivity(kind)][week] += hours / length
    breaks = {week for row in rows if row.is_break for week in range(row.week_from, row.week_to + 1)}
    due = [((each.cut_off - starts_on).days // 7 + 1, each.code) for each in assignments if each.cut_off and starts_on]
    first = min([1, *(row.week_from for row in rows)])
    # What is due long before or after, by a slip of the year, would leave the weeks no room.
    near = sorted(each for each in due if first <= each[0] <= weeks + AFTERWARDS)
    last = max([weeks, *(week for week, _ in near)])
    return ActivityProfile(first, last, weekly, frozenset(breaks), tuple(near))
