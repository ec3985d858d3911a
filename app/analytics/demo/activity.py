"""Clicks: on each topic's material exactly as many students a week as the figures say, and a module
around it that is busier than any one topic.
"""

from __future__ import annotations

from collections.abc import Iterator

from app.analytics.demo.cohorts import DemoPresentation, DemoStudent, likely_to_turn_up
from app.analytics.demo.dice import Dice
from app.analytics.demo.figures import weekly
from app.analytics.demo.mapping import SITES, TOPICS, UNIT_WEEKS, DemoSite, parts

Click = tuple[int, int, int, int]  # student, site, day, clicks

_FIRST_WEEK = -1
# 23 December to 5 January of an October presentation, when fewer are at their desks.
_CHRISTMAS = (12, 13)


def clicks(presentation: DemoPresentation) -> Iterator[Click]:
    sites: dict[str, list[DemoSite]] = {}
    for site in SITES:
        if (site.module, site.presentation) == (presentation.module, presentation.presentation):
            sites.setdefault(site.part, []).append(site)
    dice = Dice("clicks", presentation.module, presentation.presentation)
    deadlines = {one.week for one in presentation.assessments}
    for week in range(_FIRST_WEEK, presentation.weeks + 1):
        there = presentation.there_in(week)
        at_work: dict[int, DemoStudent] = {}
        for part in parts(presentation.module):
            students = dice.some(there, _students_on(presentation, part, week, len(there)), likely_to_turn_up)
            at_work |= {one.id: one for one in students}
            for student in students:
                yield from _visit(dice, student, week, sites[part], 2, 9)
        share = _module_share(week, presentation.weeks, busy=week in deadlines)
        wanted = max(len(at_work), round(share * len(there)))
        idle = [one for one in there if one.id not in at_work]
        dropping_in = dice.some(idle, wanted - len(at_work), likely_to_turn_up)
        for student in [*at_work.values(), *dropping_in]:
            yield from _visit(dice, student, week, sites["general"], 3, 14)
    yield from _after_leaving(dice, presentation, sites)


def _visit(
    dice: Dice, student: DemoStudent, week: int, sites: list[DemoSite], most: int, clicks_at_most: int
) -> Iterator[Click]:
    for _ in range(dice.between(1, most)):
        day = dice.between(7 * week - 7, 7 * week - 1)
        yield student.id, dice.one_of(sites).id, day, dice.between(1, clicks_at_most)


def _after_leaving(dice: Dice, presentation: DemoPresentation, sites: dict[str, list[DemoSite]]) -> Iterator[Click]:
    """A few look in again after they have left, as in the real set. No measure may count them."""
    for student in presentation.students:
        if student.left_day is not None and student.left_day > 0 and dice.share() < 0.1:
            part = dice.one_of(list(sites))
            day = min(student.left_day + 7 + dice.between(0, 20), presentation.length - 1)
            if day > student.left_day:
                yield student.id, dice.one_of(sites[part]).id, day, dice.between(1, 5)


def _students_on(presentation: DemoPresentation, part: str, week: int, there: int) -> int:
    known = _FIGURES.get((presentation.module, presentation.presentation, part, week))
    if known is not None:
        return known
    if week < 1:
        return there * 6 // 25 if part == "imf" else 0
    if presentation.module == "MST124":
        first, last = UNIT_WEEKS[int(part.removeprefix("unit "))]
    else:
        first, last = next((one.week_from, one.week_to) for one in TOPICS if one.key == part)
    return round(there * _profile(week, first, last, presentation.weeks))


def _profile(week: int, first: int, last: int, weeks: int) -> float:
    """High in its own weeks, fading after, up again in the revision before the end."""
    if first <= week <= last:
        return 0.62 - 0.05 * (week - first)
    if 0 < week - last <= 3:
        return 0.30 / (week - last)
    return 0.17 if weeks - 5 <= week < weeks else 0.025


def _module_share(week: int, weeks: int, *, busy: bool) -> float:
    if week < 1:
        return 0.5 + 0.12 * week
    if week in _CHRISTMAS:
        return 0.6
    tiring = 0.90 - 0.22 * week / weeks
    return min(0.95, tiring + (0.06 if busy else 0.0))


_FIGURES = {(row.module, row.presentation, row.topic_key, row.week): row.unique_students for row in weekly()}
