"""The definitions on a set small enough to count by hand (see small_set for who does what)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.analytics.measures import MaterialQuery, MaterialQueryError, Measures, _raw, overlay
from app.analytics.store import Store
from tests.integration.analytics.conftest import take_in


@pytest.fixture
def store(small_folder: Path, data_dir: Path) -> Store:
    take_in(small_folder, data_dir)
    return Store(data_dir)


def raw(store: Store, mapping: MaterialQuery) -> _raw.RawPresentation:
    catalogue = store.catalogue_for(mapping.module)
    assert catalogue is not None
    return _raw.count(store, catalogue.info, mapping, catalogue.modules[mapping.module]["2020J"])


def test_weeks_before_rounding(store: Store) -> None:
    weeks = raw(store, MaterialQuery("ABC", activity_types=("quiz",))).weeks
    assert [(one.whole.week, one.whole.registered, one.whole.withdrawn) for one in weeks] == [
        (0, 29, 0),  # student 3 has not registered yet
        (1, 27, 2),  # 1 and 2 have left; 2 on the very last day
        (2, 28, 0),
        (3, 28, 0),
    ]
    assert [(one.whole.active, one.active_mapped, one.clicks_mapped) for one in weeks] == [
        (1, 0, 0),  # day -1 is week 0
        (1, 0, 0),  # student 1's click is not counted: gone by the end of the week; 3's neither
        (28, 28, 58),  # 28 students with 2 clicks, and one row twice
        (0, 0, 0),  # only student 1, who has left
    ]


def test_weeks_after_rounding(store: Store) -> None:
    [answer] = overlay(store, MaterialQuery("ABC", activity_types=("quiz",))).as_json()["presentations"]
    assert answer["weeks"][2] == {
        "week": 2,
        "registered": 30,
        "active_any": 30,
        "active_mapped": 30,
        "active_mapped_pct": None,  # all thirty: nobody is told that of each of them
        "clicks_per_active": 2.1,  # 62 of 30 students
        "withdrawn": 0,
    }


def test_of_a_set_of_sites_that_few_students_used_nothing_is_shown(store: Store) -> None:
    [answer] = overlay(store, MaterialQuery("ABC", activity_types=("page",))).presentations
    assert answer.too_few
    assert answer.mapped_sites == 1
    for week in answer.weeks:
        assert (week.active_mapped, week.active_mapped_pct, week.clicks_per_active) == (None, None, None)
    assert [week.registered for week in answer.weeks][2] == 30
    [both] = overlay(store, MaterialQuery("ABC")).presentations
    assert not both.too_few
    assert both.weeks[2].active_mapped == 30


def test_assessments_are_numbered_by_due_day_and_figures_are_of_those_still_there(store: Store) -> None:
    answer = overlay(store, MaterialQuery("ABC", assessments=("TMA01",))).presentations[0].assessments
    counts = raw(store, MaterialQuery("ABC", assessments=("TMA01",))).assessments[0].counts
    # 28 registered on day 10; students 2 to 27 have results, 2 has left and 5's is banked.
    assert (counts.registered_at_due, counts.submitted, counts.late, counts.passed) == (28, 24, 1, 22)
    assert (counts.score_total, counts.score_count) == (39 + 40 + 21 * 80, 23)
    assert [(one.assessment, one.due_day, one.due_week) for one in answer] == [("TMA01", 10, 2)]
    # Four did not submit, one was late, two did not pass: each percentage would say so.
    assert (answer[0].submitted_pct, answer[0].late_pct, answer[0].passed_pct) == (None, None, None)
    assert answer[0].mean_score == 76.5


def test_no_assessment_named_means_all_and_one_exam_has_no_number(store: Store) -> None:
    answer = overlay(store, MaterialQuery("ABC")).presentations[0].assessments
    assert [one.assessment for one in answer] == ["TMA01", "TMA02", "Exam"]
    assert answer[2].registered_at_due is None


def test_mapped_weeks_are_summarised_and_cut_nothing(store: Store) -> None:
    answer = overlay(store, MaterialQuery("ABC", week_from=2, week_to=3, activity_types=("quiz",)))
    assert [week.week for week in answer.presentations[0].weeks] == [0, 1, 2, 3]
    assert answer.summary(answer.presentations[0]) is None  # all thirty in one week and nobody in the other
    shares = zip(answer.presentations[0].weeks, (20, 40, 70, 60), strict=True)
    shown = [replace(week, active_mapped_pct=share) for week, share in shares]
    summary = answer.summary(replace(answer.presentations[0], weeks=shown))
    assert summary is not None
    assert (summary.lowest, summary.highest, summary.weeks) == (60, 70, 2)


@pytest.mark.parametrize(
    ("mapping", "parameter"),
    [
        (MaterialQuery("XYZ"), "module"),
        (MaterialQuery("ABC", "2021J"), "presentation"),
        (MaterialQuery("ABC", activity_types=("quizz",)), "activity_types"),
        (MaterialQuery("ABC", sites=(9,)), "sites"),
        (MaterialQuery("ABC", assessments=("TMA09",)), "assessments"),
        (MaterialQuery("ABC", week_from=4, week_to=3), "week_from"),
    ],
)
def test_what_is_not_there_is_refused_by_name(store: Store, mapping: MaterialQuery, parameter: str) -> None:
    with pytest.raises(MaterialQueryError) as refused:
        overlay(store, mapping)
    assert refused.value.parameter == parameter
    assert isinstance(refused.value, ValueError)
    assert refused.value.message.endswith(".")


def test_an_answer_is_remembered_and_its_order_of_words_does_not_matter(store: Store) -> None:
    measures = Measures(store)
    first = measures.overlay(MaterialQuery("ABC", activity_types=("quiz", "page")))
    again = measures.overlay(MaterialQuery("ABC", activity_types=("page", "quiz")))
    assert again.presentations is first.presentations
    assert Measures(store).overlay(first.mapping).presentations == first.presentations


def test_a_spoilt_cache_file_is_worked_out_anew(store: Store, data_dir: Path) -> None:
    asked = MaterialQuery("ABC", activity_types=("quiz",))
    before = overlay(store, asked)
    [cached] = (data_dir / "analytics/oulad/cache/v1").iterdir()
    cached.write_text('[{"module": "ABC"}]')
    assert overlay(store, asked) == before


def test_without_any_dataset_there_is_nothing_and_nothing_breaks(tmp_path: Path) -> None:
    empty = Store(tmp_path / "nothing here")
    assert empty.modules() == {}
    assert empty.datasets() == []
    assert empty.dataset_for("ABC") is None
