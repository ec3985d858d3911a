"""Who hands in what, when, and how well: exactly as many as the figures say."""

from __future__ import annotations

from collections.abc import Iterator

from app.analytics.demo.cohorts import DemoAssessment, DemoPresentation, DemoStudent
from app.analytics.demo.dice import Dice
from app.analytics.demo.figures import small_groups

_PASS_MARK = 40
_LATE_SHARE = 0.09

Result = tuple[int, int, int]  # student, day submitted, score

NATIONS = {
    "nation: England": "South East Region",
    "nation: Scotland": "Scotland",
    "nation: Wales": "Wales",
    "nation: NI": "Ireland",
    "outside UK": "Outside UK",
}


def results(presentation: DemoPresentation, number: int, assessment: DemoAssessment) -> Iterator[Result]:
    """The results of one assessment, which is the `number`-th of its presentation."""
    dice = Dice("results", presentation.module, presentation.presentation, number)
    there = [one for one in presentation.students if one.is_there(assessment.due_day)]
    submitting = dice.some(there, assessment.submitted, lambda student: 0.02 + student.diligence**3)
    by_work = sorted(submitting, key=lambda student: student.diligence + dice.share())
    failing = assessment.submitted - assessment.passed
    for place, student in enumerate(by_work):
        if place < failing:
            score = dice.between(12, _PASS_MARK - 1)
        else:
            score = _PASS_MARK + int((30 * place / len(by_work)) + 30 * dice.share())
        yield student.id, _handed_in(dice, assessment), score


def _handed_in(dice: Dice, assessment: DemoAssessment) -> int:
    if assessment.type == "Exam":
        return assessment.due_day
    late = dice.share() < _LATE_SHARE
    return assessment.due_day + (dice.between(1, 7) if late else -dice.between(0, 5))


def final_result(student: DemoStudent, last_score: int | None) -> str:
    if student.left_day is not None:
        return "Withdrawn"
    if last_score is None or last_score < _PASS_MARK:
        return "Fail"
    return "Distinction" if last_score >= 85 else "Pass"


def h800_groups(students: tuple[DemoStudent, ...], submitted: set[int]) -> dict[int, tuple[str, str]]:
    """Region and declared disability of each, so that the group table's numbers come out."""
    handed_in = [one.id for one in students if one.id in submitted]
    others = [one.id for one in students if one.id not in submitted]
    groups = {row.group: row for row in small_groups()}
    regions = [
        *(region for group, region in NATIONS.items() for _ in range(groups[group].numerator)),
        *(
            region
            for group, region in NATIONS.items()
            for _ in range(groups[group].denominator - groups[group].numerator)
        ),
    ]
    declared = groups["declared disability"]
    with_disability = {*handed_in[::6][: declared.numerator]}
    with_disability |= {*others[: declared.denominator - declared.numerator]}
    return {
        student: (region, "Y" if student in with_disability else "N")
        for student, region in zip([*handed_in, *others], regions, strict=True)
    }
