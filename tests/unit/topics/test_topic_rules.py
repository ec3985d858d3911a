"""Rules that need no database: the distiller's table, what the shortlist asks for, working days, labels, ballots."""

from __future__ import annotations

from datetime import date

import pytest

from app.topics import distiller
from app.topics.assessment_labels import AssessmentLabel, read_label, read_labels
from app.topics.due import acknowledge_by
from app.topics.lifecycle import ISSUE, TOPIC, VOTABLE_ISSUE, VOTABLE_TOPIC
from app.topics.policy import ISSUE_STEPS, TOPIC_STEPS
from app.topics.queries import VoteCount
from app.topics.shortlist_check import shortlist_check
from app.topics.words import history_line, state_hue


def test_the_distiller_has_eleven_codes_in_four_categories() -> None:
    assert [len(category.codes) for category in distiller.CATEGORIES] == [2, 2, 3, 4]
    assert list(distiller.CODES) == ["1a", "1b", "2a", "2b", "3a", "3b", "3c", "4a", "4b", "4c", "4d"]
    assert "CC BY-NC-SA" in distiller.SOURCE


def test_the_matrix_counts_examples_and_not_codes() -> None:
    sightings = [
        distiller.Sighting(frozenset({1, 2}), frozenset({"1a", "1b", "3b"})),
        distiller.Sighting(frozenset({1}), frozenset({"1a"})),
        distiller.Sighting(frozenset(), frozenset({"4d"})),
    ]
    rows = distiller.matrix([(1, "One"), (2, "Two"), (3, "Three")], sightings)
    assert [(row.counts, row.examples) for row in rows] == [
        ((2, 0, 1, 0), 2),
        ((1, 0, 1, 0), 1),
        ((0, 0, 0, 0), 0),
        ((0, 0, 0, 1), 1),
    ]
    assert distiller.matrix([(1, "One")], [])[-1].title == "One"


@pytest.mark.parametrize(
    ("blocks", "examples", "codes", "missing", "warnings"),
    [
        (3, 1, 1, 0, 0),
        (6, 9, 4, 0, 0),
        (2, 1, 1, 0, 1),
        (7, 1, 1, 0, 1),
        (3, 0, 0, 2, 0),
        (3, 1, 0, 1, 0),
        (0, 0, 0, 2, 1),
    ],
)
def test_what_the_shortlist_asks_for(blocks: int, examples: int, codes: int, missing: int, warnings: int) -> None:
    found = shortlist_check(blocks, examples, codes)
    assert (len(found.missing), len(found.warnings)) == (missing, warnings)
    assert found.passed is (missing == warnings == 0)


@pytest.mark.parametrize(
    ("raised", "by"),
    [
        (date(2018, 7, 20), date(2018, 8, 3)),  # Friday to Friday
        (date(2018, 7, 21), date(2018, 8, 3)),  # a Saturday does not count
        (date(2018, 7, 23), date(2018, 8, 6)),  # Monday to Monday
    ],
)
def test_ten_working_days(raised: date, by: date) -> None:
    assert acknowledge_by(raised) == by


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("TMA03", ("TMA03", "")),
        ("tma 3 q2", ("TMA03", "Q2")),
        ("TMA03 Question 2b", ("TMA03", "Q2b")),
        ("TMA03, Q2", ("TMA03", "Q2")),
        ("icma41", ("CMA41", "")),
        ("exam", ("Exam", "")),
        ("Exam 2", ("Exam02", "")),
        ("EMA part 1", ("EMA", "part 1")),
    ],
)
def test_how_people_write_an_assessment(typed: str, stored: tuple[str, str]) -> None:
    assert read_label(typed) == stored
    assert read_label(str(AssessmentLabel(*stored))) == stored


@pytest.mark.parametrize("typed", ["essay", "TMA", "TMA 0", "CMA Q1", "TMA03" + " x" * 40, "3"])
def test_what_is_no_assessment(typed: str) -> None:
    with pytest.raises(ValueError, match="“"):
        read_label(typed)


def test_a_label_is_taken_once() -> None:
    assert [str(label) for label in read_labels("TMA03 Q2\ntma3 q2;TMA04\n\n")] == ["TMA03 Q2", "TMA04"]


def test_a_count_never_stands_without_its_denominator() -> None:
    assert VoteCount(12, 28).in_words == "12 of 28 who can vote"
    assert VoteCount(3, 2).in_words == "3 people voted; 2 can vote today"


def test_every_step_is_somebodys_or_follows() -> None:
    following = {"plan", "go_live", "evaluate"}
    assert {move.verb for move in TOPIC.moves} == set(TOPIC_STEPS) | following
    assert {move.verb for move in ISSUE.moves} == set(ISSUE_STEPS)


def test_votes_are_taken_until_a_decision_is_made() -> None:
    assert set(TOPIC.states) > VOTABLE_TOPIC
    assert set(ISSUE.states) > VOTABLE_ISSUE
    assert not {"merged", "parked", "declined", "closed_improved"} & VOTABLE_TOPIC


def test_the_history_speaks_in_sentences() -> None:
    assert history_line("topic", "park", "shortlisted", "parked", "Later.") == "Moved it to “not this cycle”. Later."
    assert history_line("topic", "add block", None, "Octets", None) == "Added a stumbling block: Octets"
    assert history_line("topic", "reword", "old", "new", None) == "Changed the statement"
    assert state_hue("topic", "declined") == "neutral"
