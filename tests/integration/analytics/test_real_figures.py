"""The figures on the real set equal an independent count by the same definitions."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.analytics.measures import MaterialQuery, overlay
from app.analytics.store import Store
from tests.integration.analytics.independent import Independent

pytestmark = pytest.mark.slow

# CCC has two exams without a due day and computer-marked assignments that every submission passes;
# FFF 2014J and DDD 2014J have clicks in weeks -2 and -3; GGG weighs nothing; BBB 2013B starts in February.
AWKWARD = [("FFF", "2014J"), ("CCC", "2014J"), ("DDD", "2014J"), ("GGG", "2014B"), ("AAA", "2013J")]


@pytest.mark.parametrize(("module", "presentation"), AWKWARD)
def test_weeks_of_some_activity_types_equal_an_independent_count(
    oulad: Path, oulad_store: Store, module: str, presentation: str
) -> None:
    count = Independent(oulad, module, presentation)
    expected = count.weeks(count.sites("quiz", "oucontent"))
    asked = MaterialQuery(module, presentation, 8, 10, ("quiz", "oucontent"))
    [answer] = overlay(oulad_store, asked).as_json()["presentations"]
    assert answer["weeks"] == expected


@pytest.mark.parametrize(("module", "presentation"), AWKWARD)
def test_assessments_equal_an_independent_count(
    oulad: Path, oulad_store: Store, module: str, presentation: str
) -> None:
    expected = Independent(oulad, module, presentation).assessments()
    [answer] = overlay(oulad_store, MaterialQuery(module, presentation)).as_json()["presentations"]
    answered = {one.pop("assessment"): one for one in answer["assessments"]}
    assert answered == expected


def test_the_whole_module_equals_an_independent_count(oulad: Path, oulad_store: Store) -> None:
    expected = Independent(oulad, "FFF", "2014J").weeks(None)
    [answer] = overlay(oulad_store, MaterialQuery("FFF", "2014J")).as_json()["presentations"]
    assert answer["weeks"] == expected
    assert expected[0]["week"] == -2
    assert expected[-1]["week"] == 39


def test_a_site_must_satisfy_both_conditions(oulad: Path, oulad_store: Store) -> None:
    count = Independent(oulad, "FFF", "2014J")
    quizzes = count.sites("quiz")
    some = set(sorted(quizzes)[:3]) | set(sorted(count.sites("oucontent"))[:3])
    asked = MaterialQuery("FFF", "2014J", activity_types=("quiz",), sites=tuple(some))
    [answer] = overlay(oulad_store, asked).as_json()["presentations"]
    assert answer["weeks"] == count.weeks(some & quizzes)


def test_two_exams_are_numbered_and_show_no_due_day_figures(oulad_store: Store) -> None:
    [answer] = overlay(oulad_store, MaterialQuery("CCC", "2014J")).presentations
    exams = [one for one in answer.assessments if one.assessment.startswith("Exam")]
    assert [one.assessment for one in exams] == ["Exam01", "Exam02"]
    assert all(one.submitted is None and one.due_day is None for one in exams)


def test_the_published_check_values_come_through(oulad_store: Store) -> None:
    folder = oulad_store.folder_of(oulad_store.datasets()[0])
    [(enrolments, students)] = oulad_store.query(
        f"SELECT count(*), count(DISTINCT pseudonym) FROM read_parquet('{folder}/enrolments.parquet')"
    )
    assert (enrolments, students) == (32_593, 28_785)
    assert {module: len(found) for module, found in oulad_store.modules().items()} == {
        "AAA": 2,
        "BBB": 4,
        "CCC": 2,
        "DDD": 4,
        "EEE": 3,
        "FFF": 4,
        "GGG": 3,
    }


def test_no_student_number_reaches_the_store(oulad: Path, oulad_store: Store) -> None:
    folder = oulad_store.folder_of(oulad_store.datasets()[0])
    [(same,)] = oulad_store.query(
        f"SELECT count(*) FROM read_parquet('{folder}/enrolments.parquet') AS stored "
        f"JOIN read_parquet('{oulad}/studentInfo.parquet') AS given ON stored.pseudonym = given.id_student"
    )
    assert same == 0
