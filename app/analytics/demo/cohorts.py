"""The invented students of each presentation: when they register, when they leave, what they hand in.

The S215 numbers step down at the points of the cohort table: 584 of 640 are there at the end of week
0, 548 at the end of week 1 (the figures give weeks 1 and 2 the number of week 2), 527 at the fee
point in week 4, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.analytics.demo.dice import Dice
from app.analytics.demo.figures import CohortRow, cohorts, small_groups, units, weekly
from app.analytics.demo.mapping import UNIT_WEEKS, UNSTUDIED_UNIT_WEEK, first_number

_EARLIEST_START = -180
_LATEST_START = -15


@dataclass(frozen=True)
class DemoStudent:
    id: int
    registered_day: int
    left_day: int | None
    diligence: float  # 0 to 1: how likely to turn up and to do well

    def is_there(self, day: int) -> bool:
        return self.registered_day <= day and (self.left_day is None or self.left_day > day)

    def is_there_in(self, week: int) -> bool:
        return self.is_there(7 * week - 1)


@dataclass(frozen=True)
class DemoAssessment:
    """`submitted` of those registered at the due day hand in; `passed` of them score 40 or more."""

    type: str
    week: int
    weight: float
    submitted: int
    passed: int
    days_later: int = 0

    @property
    def due_day(self) -> int:
        """The Thursday of its week; presentations begin on a Saturday."""
        return 7 * (self.week - 1) + 5 + self.days_later


@dataclass(frozen=True)
class DemoPresentation:
    module: str
    presentation: str
    weeks: int
    students: tuple[DemoStudent, ...]
    assessments: tuple[DemoAssessment, ...]

    @property
    def length(self) -> int:
        return 7 * self.weeks

    def there_in(self, week: int) -> list[DemoStudent]:
        return [student for student in self.students if student.is_there_in(week)]


def presentations() -> list[DemoPresentation]:
    return [*(_s215(row) for row in cohorts()), _mst124(), _h800()]


def _s215(row: CohortRow) -> DemoPresentation:
    there = {0: row.at_week0} | {
        one.week: one.students_in_presentation for one in weekly() if one.presentation == row.presentation
    }
    tma_weeks = (5, 10, 15, 20, 26, 31)
    weights = (10, 15, 20, 20, 20, 15)
    tmas = [
        DemoAssessment("TMA", week, weight, submitted, submitted - submitted // 14)
        for week, weight, submitted in zip(tma_weeks, weights, row.submitted, strict=True)
    ]
    # Issue S-4: in 16J the second computer-marked assignment closed three days after TMA03.
    gap = 3 if row.presentation == "16J" else 10
    cmas = [
        DemoAssessment("CMA", 8, 0, there[8] * 9 // 10, there[8] * 8 // 10),
        DemoAssessment("CMA", 15, 0, there[17] * 9 // 10, there[17] * 8 // 10, days_later=gap),
    ]
    exam = DemoAssessment("Exam", 36, 100, row.sat_exam, row.passed)
    students = _students("S215", row.presentation, row.registered, there)
    return DemoPresentation("S215", row.presentation, 36, students, (*tmas, *cmas, exam))


def _mst124() -> DemoPresentation:
    there = {0: 2031}
    for row in units():
        first, _ = UNIT_WEEKS.get(row.unit, (UNSTUDIED_UNIT_WEEK, 0))
        there[first] = row.students_start
    there |= {29: 1648, 32: 1621}
    assessments = (
        DemoAssessment("TMA", 5, 15, 1811, 1702),
        DemoAssessment("TMA", 11, 25, 1652, 1521),
        DemoAssessment("TMA", 19, 30, 1480, 1349),
        DemoAssessment("TMA", 27, 30, 1392, 1290),
        DemoAssessment("CMA", 4, 0, 1790, 1733),
        DemoAssessment("CMA", 10, 0, 1688, 1590),
        DemoAssessment("CMA", 18, 0, 1521, 1398),
        DemoAssessment("CMA", 26, 0, 1417, 1312),
        DemoAssessment("Exam", 34, 100, 1366, 1142),
    )
    return DemoPresentation("MST124", "17J", 34, _students("MST124", "17J", 2093, there), assessments)


def _h800() -> DemoPresentation:
    everyone = next(row for row in small_groups() if row.group == "all")
    assessments = (
        DemoAssessment("TMA", 6, 15, 55, 54),
        DemoAssessment("TMA", 13, 25, everyone.numerator, 47),
        DemoAssessment("TMA", 22, 25, 46, 44),
        DemoAssessment("TMA", 30, 35, 44, 42),
    )
    there = {0: everyone.denominator, 18: 60, 25: 57}
    students = _students("H800", "17J", everyone.denominator, there)
    return DemoPresentation("H800", "17J", 32, students, assessments)


def _students(module: str, presentation: str, registered: int, there: dict[int, int]) -> tuple[DemoStudent, ...]:
    """So many, of whom `there[week]` are still registered at the end of a week, until the next one named."""
    dice = Dice("students", module, presentation)
    numbers = range(first_number(module, presentation), first_number(module, presentation) + registered)
    people = [(number, dice.share()) for number in numbers]
    # Those who leave tend to be those who were seldom there; chance has a say.
    leaving_order = sorted(people, key=lambda one: one[1] + dice.share())
    left_days: dict[int, int] = {}
    present = registered
    for week in sorted(there):
        for _ in range(present - there[week]):
            number, _diligence = leaving_order[len(left_days)]
            left_days[number] = dice.between(7 * week - 7, 7 * week - 1) if week > 0 else dice.between(-60, -1)
        present = there[week]
    return tuple(
        DemoStudent(number, _start(dice, left_days.get(number)), left_days.get(number), diligence)
        for number, diligence in people
    )


def _start(dice: Dice, left_day: int | None) -> int:
    latest = _LATEST_START if left_day is None else min(_LATEST_START, left_day - 1)
    return dice.between(_EARLIEST_START, latest)


def likely_to_turn_up(student: DemoStudent) -> float:
    return 0.1 + student.diligence**2
