"""Study planners as they are pasted: what is read, what is wrong, what may be meant so."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.planner.activities import PlannedActivity
from app.planner.models import PlannedAssignment, PlannerRow, StudyPlanner
from app.planner.profile import profile_of
from app.planner.table.checking import check
from app.planner.table.columns import HEADS, ORDER
from app.planner.table.reading import ReadPlanner, assignment_code, read_planner
from app.planner.table.writing import as_text

WEEKS = 36
TABLE = (
    "Block\tUnit\tWeeks\tAssimilative\tFinding and handling information\tAssessment\tAssignment\tCut-off date\tQuestions\n"
    "1\tAtoms\t1-2\t12\t1.5\t2\tTMA 1\t9 November 2017\tQ1, Q2\n"
    "1\tBonds\t3\t8 h\t\t\t\t\t\n"
    "\tBreak week\t4\t\t\t\t\t\t\n"
    "\t\t\t\t\t\tiCMA 41\t1/2/2018\t3\n"
)


def read(text: str, **more: object) -> ReadPlanner:
    found = read_planner(text, WEEKS)
    known = {"starts_on": date(2017, 10, 7), "weeks": WEEKS, "credits": None} | more
    check(found, **known)  # type: ignore[arg-type]
    return found


def test_rows_breaks_and_assignments_are_read() -> None:
    found = read(TABLE)
    assert found.faults == []
    atoms, bonds, rest = found.rows
    assert (atoms.block, atoms.unit, atoms.week_from, atoms.week_to) == ("1", "Atoms", 1, 2)
    assert atoms.hours == {"assimilative": 12, "finding": 1.5, "assessment": 2}
    assert bonds.hours == {"assimilative": 8}
    assert (rest.is_break, atoms.is_break) == (True, False)
    assert [(each.code, each.cut_off, each.questions) for each in found.assignments] == [
        ("TMA01", date(2017, 11, 9), ("Q1", "Q2")),
        ("CMA41", date(2018, 2, 1), ("Q1", "Q2", "Q3")),
    ]
    assert found.doubts == ["Nothing is planned in weeks 5 to 36."]


@pytest.mark.parametrize(
    "text",
    [
        TABLE.replace("\t", ";"),
        TABLE.replace("Q1, Q2", '"Q1, Q2"').replace("\t", ","),
        "\ufeff" + TABLE.replace("\n", "\r\n"),
        "\n".join(f"| {line.replace(chr(9), ' | ')} |" for line in TABLE.strip().split("\n")),
        TABLE.replace("Weeks", "Study weeks")
        .replace("1-2", "Weeks 1 to 2")
        .replace("Assimilative", "Assimilative (hours)"),
        TABLE.replace("\t1-2\t", "\t1\u20132\t").replace("12\t1.5", "12\u00a0h\t1,5"),
    ],
)
def test_the_same_table_from_elsewhere_is_the_same_planner(text: str) -> None:
    found, wanted = read(text), read(TABLE)
    assert found.faults == []
    assert [(row.unit, row.week_from, row.week_to, row.hours) for row in found.rows] == [
        (row.unit, row.week_from, row.week_to, row.hours) for row in wanted.rows
    ]
    assert [each.code for each in found.assignments] == ["TMA01", "CMA41"]


def test_columns_may_stand_in_any_order_and_weeks_in_two() -> None:
    found = read("To\tFrom\tUnit\tProductive\n5\t3\tRates\t7")
    assert [(row.unit, row.week_from, row.week_to, row.hours) for row in found.rows] == [
        ("Rates", 3, 5, {"productive": 7})
    ]


def test_without_a_head_they_stand_in_our_order() -> None:
    row = ["1", "Atoms", "1-36", *"1234567", "TMA01", "9/11/2017", "2"]
    (only,) = read("\t".join(row)).rows
    assert only.hours == {kind.value: number for number, kind in enumerate(PlannedActivity, 1)}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("1\tAtoms\t\t1", "Line 3: the weeks are missing."),
        ("1\tAtoms\tsoon\t1", "Line 3: “soon” names no weeks"),
        ("1\tAtoms\t5-3\t1", "Line 3: week 3 comes before week 5."),
        ("1\tAtoms\t35-37\t1", "Line 3: the presentation ends with week 36, so nothing can be in weeks 35 to 37."),
        ("1\tAtoms\t5\tmany", "Line 3: “many” is no number of hours (Assimilative)."),
        ("1\tAtoms\t5\t501", "Line 3: “501” is no number of hours (Assimilative)."),
        ("\t\t5\t1", "Line 3: the row names neither a block nor a unit."),
        ("1\tAtoms\t5\t1\t\t\tTMA02\tthe ninth", "Line 3: “the ninth” is no cut-off date"),
        ("1\tAtoms\t5\t1\t\t\t<b>\t", "Line 3: “<b>” is no assignment, such as TMA01."),
        ("1\tAtoms\t5\t1\t\t\ttma-1\t9/11/2017", "Line 3: TMA01 stands in the table twice."),
        ("1\tAtoms\t1-40\t1\t\t\tTMA02\tnever", "Line 3: “never” is no cut-off date"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_others_are_read(line: str, fault: str) -> None:
    head, first, *others = TABLE.strip().split("\n")
    found = read("\n".join([head, first, line, *others]))
    assert any(each.startswith(fault) for each in found.faults)
    assert all("Line 3" in each for each in found.faults)
    assert {"Atoms", "Bonds", "Break week"} <= {row.unit for row in found.rows}


def test_overlaps_are_said_and_a_break_in_a_unit_must_be_mended() -> None:
    side_by_side = read("Unit\tWeeks\nRates\t1-5\nLab work\t4-6")
    assert side_by_side.faults == []
    assert "“Rates” and “Lab work” share weeks 4 to 5: fine if they run side by side." in side_by_side.doubts
    broken = read("Unit\tWeeks\nRates\t1-5\nBreak\t5")
    assert broken.faults == ["Line 2: “Rates” is in week 5, which is a break (line 3)."]


def test_what_does_not_fit_the_presentation_is_a_doubt() -> None:
    table = "Unit\tWeeks\tAssimilative\tAssignment\tCut-off\nAll\t1-36\t100\tTMA01\t9/11/2011\n\t\t\tExam\t"
    found = read(table, credits=30)
    assert found.faults == []
    assert found.doubts == [
        "100 hours are planned; 30 credits are about 300.",
        "The cut-off of TMA01, 9 November 2011, lies outside the presentation.",
        "Exam has no cut-off date.",
    ]


def test_nothing_and_far_too_much_are_said() -> None:
    assert read_planner(" \n", WEEKS).faults == ["There is no row in it."]
    assert read_planner("Unit\tWeeks\n", WEEKS).faults == ["No row says which weeks a unit takes."]
    many = read_planner("Unit\tWeeks\n" + "Rates\t1\n" * 301, WEEKS)
    assert "302 rows" in many.faults[0]
    assert read("Unit\tWeeks\tMood\nRates\t1\tgood").doubts[0] == "The column “Mood” is not read."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("TMA 1", "TMA01"),
        ("tma03", "TMA03"),
        ("iCMA 2", "CMA02"),
        ("EMA", "EMA"),
        ("exam", "Exam"),
        ("Lab book", "Lab book"),
    ],
)
def test_an_assignment_is_called_as_figures_call_it(said: str, code: str) -> None:
    assert assignment_code(said) == code


names = st.text(st.characters(categories=["L"], max_codepoint=0x17F), min_size=1, max_size=20).filter(
    lambda name: name.strip() == name
)
hours = st.dictionaries(
    st.sampled_from([kind.value for kind in PlannedActivity]), st.integers(1, 400).map(lambda n: n / 2)
)


@st.composite
def planners(draw: st.DrawFn) -> StudyPlanner:
    rows = []
    for ix in range(draw(st.integers(1, 8))):
        first = draw(st.integers(1, WEEKS))
        last = draw(st.integers(first, WEEKS))
        rows.append(
            PlannerRow(
                ix=ix,
                block=draw(st.one_of(st.just(""), names)),
                unit=f"u{draw(names)}",
                week_from=first,
                week_to=last,
                is_break=False,
                hours=draw(hours),
            )
        )
    codes = draw(st.lists(st.sampled_from(["TMA01", "TMA02", "CMA11", "EMA", "Exam"]), unique=True))
    days = st.one_of(st.none(), st.dates(date(2000, 1, 1), date(2099, 1, 1)))
    handed_in = [
        PlannedAssignment(
            ix=ix, code=code, cut_off=draw(days), questions=draw(st.lists(names, max_size=3, unique=True))
        )
        for ix, code in enumerate(codes)
    ]
    return StudyPlanner(rows=rows, assignments=handed_in)


@given(planners())
def test_what_is_written_down_is_read_as_it_was(planner: StudyPlanner) -> None:
    found = read_planner(as_text(planner), WEEKS)
    assert found.faults == []
    assert [(r.block, r.unit, r.week_from, r.week_to, r.hours) for r in found.rows] == [
        (r.block, r.unit, r.week_from, r.week_to, r.hours) for r in planner.rows
    ]
    assert [(a.code, a.cut_off, list(a.questions)) for a in found.assignments] == [
        (a.code, a.cut_off, a.questions) for a in planner.assignments
    ]


@given(planners())
def test_a_profile_spreads_hours_and_loses_none(planner: StudyPlanner) -> None:
    profile = profile_of(planner.rows, planner.assignments, starts_on=date(2017, 10, 7), weeks=WEEKS)
    planned = sum(sum(row.hours.values()) for row in planner.rows)
    assert profile.total == pytest.approx(planned)
    weeks = range(profile.first, profile.last + 1)
    assert sum(profile.week_total(week) for week in weeks) == pytest.approx(planned)


@given(st.text())
def test_whatever_is_pasted_is_read_or_named(text: str) -> None:
    found = read(text)
    assert found.rows or found.assignments or found.faults
    assert all(1 <= row.week_to <= WEEKS or row.week_to == 0 for row in found.rows)


def test_heads_and_order_go_together() -> None:
    assert len(HEADS) == len(ORDER)
