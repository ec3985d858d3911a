"""A study planner as it is pasted or uploaded: read row by row, with what is wrong in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from app.core.documents.pasted_table import PastedRow, pasted_rows
from app.core.language.spoken import gettext
from app.core.text.dates import read_date
from app.core.text.words import weeks_in_words
from app.planner.activities import NAMES, PlannedActivity
from app.planner.table.columns import PlannerColumns, columns_of

#: More than any module has; what is longer is something else that was pasted.
MOST_ROWS = 300
LONGEST = 160
#: Hours of one kind in one row.
MOST_HOURS = 500.0

_WEEKS = re.compile(
    r"(?:weeks?|wks?\.?|w)?\s*(\d{1,3})(?:\s*(?:-|–|—|to|bis|/)\s*(?:w(?:ee)?k?s?)?\s*(\d{1,3}))?", re.IGNORECASE
)
_HOURS = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?)?\.?", re.IGNORECASE)
_NONE = {"", "-", "–", "—", "0", "n/a"}
_BREAK = re.compile(r"\b(?:break|vacation|holidays?|no study|reading week|recess)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(tma|i?cma|ema|exam)\s*[-_.]?\s*0*(\d{1,2})?", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"[^\W_][\w .-]{0,19}")


@dataclass(frozen=True)
class ReadRow:
    line: int
    block: str
    unit: str
    week_from: int
    week_to: int
    is_break: bool
    hours: dict[str, float]


@dataclass(frozen=True)
class ReadAssignment:
    line: int
    code: str
    cut_off: date | None
    questions: tuple[str, ...]


@dataclass
class ReadPlanner:
    rows: list[ReadRow] = field(default_factory=list)
    assignments: list[ReadAssignment] = field(default_factory=list)
    #: What has to be mended before the planner can be kept, each with its line.
    faults: list[str] = field(default_factory=list)
    #: What may be meant so.
    doubts: list[str] = field(default_factory=list)


class _Fault(ValueError):
    """A cell that cannot be used; the message is for whoever pasted it."""


def read_planner(text: str, weeks: int) -> ReadPlanner:
    """Every row that can be used of a planner for a presentation of so many weeks, and what is wrong with the others."""
    pasted = pasted_rows(text)
    found = ReadPlanner()
    if not pasted:
        found.faults.append(gettext("There is no row in it."))
        return found
    if len(pasted) > MOST_ROWS:
        found.faults.append(
            gettext(
                "These are %(pasted)s rows; a planner has at most %(most_rows)s.",
                pasted=f"{len(pasted):,}",
                most_rows=MOST_ROWS,
            )
        )
        return found
    columns = columns_of(pasted[0])
    found.doubts += [gettext("The column “%(head)s” is not read.", head=head) for head in columns.unread]
    for row in pasted[1:] if columns.has_head else pasted:
        _read(row, columns, weeks, found)
    if not found.rows and not found.faults:
        found.faults.append(gettext("No row says which weeks a unit takes."))
    return found


def _read(row: PastedRow, columns: PlannerColumns, weeks: int, found: ReadPlanner) -> None:
    """Both halves of a row, each by itself: a unit with its weeks and an assignment may share one."""
    wrong = found.faults
    has_assignment = columns.cell(row, "assignment").casefold() not in _NONE
    try:
        if has_assignment:
            _add_assignment(_assignment(row, columns), found)
    except _Fault as fault:
        wrong.append(f"Line {row.line}: {fault}")
    try:
        if _says_weeks(row, columns) or not has_assignment:
            found.rows.append(_unit(row, columns, weeks))
    except _Fault as fault:
        wrong.append(f"Line {row.line}: {fault}")


def _add_assignment(new: ReadAssignment, found: ReadPlanner) -> None:
    if any(each.code == new.code for each in found.assignments):
        raise _Fault(gettext("%(code)s stands in the table twice.", code=new.code))
    found.assignments.append(new)


def _says_weeks(row: PastedRow, columns: PlannerColumns) -> bool:
    return bool(columns.cell(row, "weeks") or columns.cell(row, "from"))


def _unit(row: PastedRow, columns: PlannerColumns, weeks: int) -> ReadRow:
    block, unit = columns.cell(row, "block"), columns.cell(row, "unit")
    if not block and not unit:
        raise _Fault("the row names neither a block nor a unit.")
    if max(len(block), len(unit)) > LONGEST:
        raise _Fault(f"a name is longer than {LONGEST} characters.")
    first, last = _weeks(row, columns, weeks)
    hours = dict(_hours(row, columns))
    is_break = not hours and bool(_BREAK.search(f"{block} {unit}"))
    return ReadRow(row.line, block, unit, first, last, is_break, hours)


def _weeks(row: PastedRow, columns: PlannerColumns, weeks: int) -> tuple[int, int]:
    begins, ends = columns.cell(row, "from"), columns.cell(row, "to")
    said = columns.cell(row, "weeks") or (f"{begins}-{ends}" if ends else begins)
    read = _WEEKS.fullmatch(said)
    if read is None:
        raise _Fault(
            gettext("“%(said)s” names no weeks, such as 3 or 3-5.", said=said) if said else "the weeks are missing."
        )
    first, last = int(read[1]), int(read[2] or read[1])
    if first > last:
        raise _Fault(f"week {last} comes before week {first}.")
    if last > weeks:
        raise _Fault(f"the presentation ends with week {weeks}, so nothing can be in {weeks_in_words(first, last)}.")
    return first, last


def _hours(row: PastedRow, columns: PlannerColumns) -> Iterator[tuple[str, float]]:
    for kind in PlannedActivity:
        cell = columns.cell(row, kind)
        if cell.casefold() in _NONE:
            continue
        read = _HOURS.fullmatch(cell)
        hours = float(read[1].replace(",", ".")) if read else -1.0
        if not 0 <= hours <= MOST_HOURS:
            raise _Fault(gettext("“%(cell)s” is no number of hours (%(names)s).", cell=cell, names=NAMES[kind]))
        if hours:
            yield kind.value, hours


def _assignment(row: PastedRow, columns: PlannerColumns) -> ReadAssignment:
    code, said = assignment_code(columns.cell(row, "assignment")), columns.cell(row, "cut-off")
    if not code:
        raise _Fault(gettext("“%(cell)s” is no assignment, such as TMA01.", cell=columns.cell(row, "assignment")))
    cut_off = read_date(said)
    if cut_off is None and said.casefold() not in _NONE:
        raise _Fault(gettext("“%(said)s” is no cut-off date, such as 9 November 2017.", said=said))
    return ReadAssignment(row.line, code, cut_off, _questions(columns.cell(row, "questions")))


def assignment_code(said: str) -> str:
    """As figures name it: TMA01 for “TMA 1”, CMA02 for “iCMA 2”, Exam; others as they are; "" for what is none."""
    if numbered := _NUMBERED.fullmatch(said):
        kind = numbered[1].upper().removeprefix("I")
        kind = "Exam" if kind == "EXAM" else kind
        return f"{kind}{int(numbered[2]):02}" if numbered[2] else kind
    return said if _ASSIGNMENT.fullmatch(said) else ""


def _questions(said: str) -> tuple[str, ...]:
    """“Q1, Q2”, or 5 for as many."""
    if said.isdecimal() and 1 <= int(said) <= 50:
        return tuple(f"Q{number}" for number in range(1, int(said) + 1))
    parts = [part.strip()[:40] for part in re.split(r"[,;/]", said) if part.strip()]
    return tuple(dict.fromkeys(parts[:50]))
