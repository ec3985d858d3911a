"""What may be said about an outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from app.interventions.evidence import (
    ENQUIRY,
    NARRATIVE,
    Figures,
    earliest_reachable,
    evidence_type,
    measure_of,
    prediction_words,
    result_sentence,
    why_not,
)
from app.interventions.models import Direction, PredictedMeasure, Verdict


def figures(
    before: float = 47, after: float = 59, measure: PredictedMeasure = PredictedMeasure.HALF_MARKS_SHARE
) -> Figures:
    return Figures(measure=measure, on="TMA04 Q1", before=before, before_in="16J", after=after, after_in="17J")


def test_a_result_is_told_in_one_form_that_claims_no_cause() -> None:
    assert result_sentence(figures()) == (
        "The share scoring at least half marks on the question (TMA04 Q1), of students who attempted it, was 59% in 17J "
        "and 47% in 16J, a difference of 12 percentage points. This is associated with, not shown to be caused by, the "
        "intervention."
    )


def test_a_difference_of_one_is_one_point() -> None:
    assert "a difference of 1 percentage point." in result_sentence(figures(47, 48))
    assert "a difference of 1 mark." in result_sentence(figures(61, 62, PredictedMeasure.MEAN_SCORE))


def test_no_difference_is_called_so() -> None:
    assert "no difference" in result_sentence(figures(50, 50))


def test_a_mean_is_told_in_marks_and_not_in_per_cent() -> None:
    sentence = result_sentence(figures(61.5, 64, PredictedMeasure.MEAN_SCORE))
    assert "was 64 in 17J and 61.5 in 16J, a difference of 2.5 marks" in sentence


def test_a_measure_of_weeks_needs_no_assessment() -> None:
    assert measure_of(PredictedMeasure.ACTIVE_SHARE, "") == (
        "The weekly share of registered students active on the mapped material"
    )


def test_a_prediction_in_words_says_all_four_parts() -> None:
    words = prediction_words(PredictedMeasure.SUBMITTED_SHARE, "TMA04", Direction.UP, 10, "17J")
    assert (
        words == "Up by 10 percentage points in 17J: submission share (TMA04), of students registered on the due day."
    )


def test_the_type_of_evidence_follows_from_the_figures() -> None:
    assert evidence_type(None) is NARRATIVE
    assert evidence_type(figures()) is ENQUIRY
    assert "does not establish any direct causal effect" in ENQUIRY.meaning


@pytest.mark.parametrize("verdict", [Verdict.IMPROVED, Verdict.WORSE, Verdict.NO_CLEAR_CHANGE])
def test_without_figures_there_is_no_verdict_but_not_enough_data(verdict: Verdict) -> None:
    assert why_not(verdict, None, Direction.UP) is not None
    assert why_not(Verdict.NOT_ENOUGH_DATA, None, Direction.UP) is None


@pytest.mark.parametrize(
    ("before", "after", "direction", "verdict", "fits"),
    [
        (47, 59, Direction.UP, Verdict.IMPROVED, True),
        (59, 47, Direction.UP, Verdict.IMPROVED, False),
        (59, 47, Direction.UP, Verdict.WORSE, True),
        (47, 59, Direction.UP, Verdict.WORSE, False),
        (50, 50, Direction.UP, Verdict.IMPROVED, False),
        (50, 50, Direction.UP, Verdict.WORSE, False),
        (59, 47, Direction.DOWN, Verdict.IMPROVED, True),
        (47, 59, None, Verdict.IMPROVED, True),
        (47, 59, Direction.UP, Verdict.NO_CLEAR_CHANGE, True),
        (47, 59, Direction.UP, Verdict.NOT_ENOUGH_DATA, True),
    ],
)
def test_a_verdict_agrees_with_the_direction_of_the_figures(
    before: float, after: float, direction: Direction | None, verdict: Verdict, fits: bool
) -> None:
    assert (why_not(verdict, figures(before, after), direction) is None) is fits


@dataclass
class Run:
    code: str
    starts_on: date | None


RUNS = [Run("16J", date(2016, 10, 1)), Run("17J", date(2017, 10, 7)), Run("18J", date(2018, 10, 6)), Run("??", None)]


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2017, 7, 6), "17J"),  # agreed after the workshop of July: three months before October
        (date(2017, 3, 1), "17J"),
        (date(2017, 9, 1), "18J"),  # too late for this autumn
        (date(2018, 7, 20), "18J"),
        (date(2018, 9, 1), None),
    ],
)
def test_the_earliest_presentation_allows_for_making_the_material(today: date, code: str | None) -> None:
    found = earliest_reachable(RUNS, today)
    assert (found.code if found else None) == code
