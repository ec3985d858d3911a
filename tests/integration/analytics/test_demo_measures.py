"""The demo's students, drawn from the story's figures, give those figures back before rounding."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.analytics.demo import figures
from app.analytics.demo.generate import ATTRIBUTION, SET_NAME, SOURCE, generate
from app.analytics.demo.mapping import TOPIC_SITES, TOPICS, UNIT_WEEKS, UNSTUDIED_UNIT_WEEK
from app.analytics.measures import MaterialQuery, _raw, overlay
from app.analytics.store import Store
from tests.integration.analytics.conftest import take_in

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("given"))


@pytest.fixture(scope="module")
def demo(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    data_dir = tmp_path_factory.mktemp("demo")
    take_in(demo_folder, data_dir, set_name=SET_NAME, source_label=SOURCE, attribution=ATTRIBUTION)
    return Store(data_dir)


def raw(store: Store, module: str, presentation: str, sites: tuple[int, ...] | None = None) -> _raw.RawPresentation:
    catalogue = store.catalogue_for(module)
    assert catalogue is not None
    found = catalogue.modules[module][presentation]
    return _raw.count(store, catalogue.info, MaterialQuery(module, presentation, sites=sites), found)


@pytest.mark.parametrize("presentation", ["16J", "17J"])
def test_each_topic_has_exactly_the_students_of_the_story_each_week(demo: Store, presentation: str) -> None:
    counted, expected = [], []
    for key in sorted({row.topic_key for row in figures.weekly()}):
        weeks = {one.whole.week: one for one in raw(demo, "S215", presentation, TOPIC_SITES["S215", key]).weeks}
        for row in figures.weekly():
            if (row.presentation, row.topic_key) == (presentation, key):
                week = weeks[row.week]
                counted.append((key, row.week, week.active_mapped, week.whole.registered))
                expected.append((key, row.week, row.unique_students, row.students_in_presentation))
    assert counted == expected
    assert len(expected) == 180


@pytest.mark.parametrize("row", figures.cohorts(), ids=lambda row: row.presentation)
def test_the_cohort_comes_out(demo: Store, row: figures.CohortRow) -> None:
    catalogue = demo.catalogue_for("S215")
    assert catalogue is not None
    folder = demo.folder_of(catalogue.info)
    [(registered,)] = demo.query(
        f"SELECT count(*) FROM '{folder}/enrolments.parquet' "
        f"WHERE module = 'S215' AND presentation = '{row.presentation}'"
    )
    counted = raw(demo, "S215", row.presentation)
    there = {one.whole.week: one.whole.registered for one in counted.weeks}
    assert registered == row.registered
    assert (there[0], there[2], there[4]) == (row.at_week0, row.at_week2, row.at_25pc_fee_point)
    of = {one.name: one.counts for one in counted.assessments}
    assert tuple(of[f"TMA0{number}"].submitted for number in range(1, 7)) == row.submitted
    assert (of["Exam"].submitted, of["Exam"].passed) == (row.sat_exam, row.passed)


def test_assignments_fall_in_the_weeks_of_the_story(demo: Store) -> None:
    due = {
        one.assessment: one.due_week for one in overlay(demo, MaterialQuery("S215", "17J")).presentations[0].assessments
    }
    assert [due[f"TMA0{number}"] for number in range(1, 7)] == [5, 10, 15, 20, 26, 31]
    assert due["Exam"] == 36


def test_units_of_mst124_begin_with_the_students_of_the_story(demo: Store) -> None:
    there = {one.whole.week: one.whole.registered for one in raw(demo, "MST124", "17J").weeks}
    for unit in figures.units():
        first, _ = UNIT_WEEKS.get(unit.unit, (UNSTUDIED_UNIT_WEEK, 0))
        assert there[first] == unit.students_start


def test_h800_is_the_small_number_demonstration(demo: Store) -> None:
    of = {one.name: one.counts for one in raw(demo, "H800", "17J").assessments}
    assert (of["TMA02"].submitted, of["TMA02"].registered_at_due) == (49, 62)


def test_the_module_is_always_busier_than_any_of_its_topics(demo: Store) -> None:
    for topic in TOPICS:
        answer = overlay(demo, MaterialQuery(topic.module, sites=TOPIC_SITES[topic.module, topic.key]))
        for presentation in answer.presentations:
            assert all(week.active_any >= week.active_mapped for week in presentation.weeks)
            busiest = max(presentation.weeks, key=lambda week: week.active_mapped)
            assert busiest.active_any > busiest.active_mapped > 0


def test_the_demo_says_that_it_is_invented(demo: Store) -> None:
    info = demo.dataset_for("S215")
    assert info is not None
    assert "Invented" in info.source
    assert "no figure is about a real person" in info.attribution


def test_the_demo_is_the_same_every_time(demo_folder: Path, tmp_path: Path) -> None:
    def fingerprint(folder: Path) -> list[str]:
        return [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())]

    assert fingerprint(generate(tmp_path)) == fingerprint(demo_folder)
