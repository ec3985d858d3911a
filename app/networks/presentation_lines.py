"""Presentations as people type or paste them: a line each, with its code, its first day and its weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.documents.pasted_table import PastedRow, pasted_rows
from app.core.language.spoken import gettext
from app.core.text.dates import read_date

_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,11}")
_WEEKS = re.compile(r"(\d{1,3})\s*(?:weeks?|wks?)?", re.IGNORECASE)
#: Without commas or tabs: what comes before the first space, and the number at the end.
_SPACED = re.compile(r"(\S+)\s+(.+?)\s+(\d{1,3}\s*(?:weeks?|wks?)?)", re.IGNORECASE)
LONGEST = 104
YEARS = range(1969, 2101)


@dataclass(frozen=True)
class TypedPresentation:
    code: str
    starts_on: date
    weeks: int

    @property
    def ends_on(self) -> date:
        return self.starts_on + timedelta(weeks=self.weeks, days=-1)

    @property
    def first_week_ends_on(self) -> date:
        return self.starts_on + timedelta(days=6)


@dataclass(frozen=True)
class ReadPresentations:
    presentations: list[TypedPresentation]
    #: One sentence a line that cannot be used, each with its number.
    faults: list[str]


def read_presentations(text: str) -> ReadPresentations:
    """Every line that can be used, and what is wrong with each of the others. A head line is passed over."""
    found: dict[str, TypedPresentation] = {}
    faults = []
    for number, row in enumerate(pasted_rows(text)):
        if number == 0 and _is_head(row):
            continue
        try:
            read = _presentation(row)
        except ValueError as fault:
            faults.append(f"Line {row.line}: {fault}")
            continue
        if read.code in found:
            faults.append(gettext("Line %(line)s: %(code)s stands here twice.", line=row.line, code=read.code))
        found.setdefault(read.code, read)
    return ReadPresentations(list(found.values()), faults)


def _is_head(row: PastedRow) -> bool:
    return not any(sign.isdigit() for cell in row.cells for sign in cell)


def _presentation(row: PastedRow) -> TypedPresentation:
    spaced = _SPACED.fullmatch(row[0]) if len(row.cells) == 1 else None
    code, begins, length = spaced.groups() if spaced else (row[0], row[1], row[2])
    code = code.upper()
    if not _CODE.fullmatch(code):
        raise ValueError(f"“{code}” is no code of letters, digits and hyphens, such as 17J.")
    starts_on = read_date(begins)
    if starts_on is None or starts_on.year not in YEARS:
        raise ValueError(
            f"“{begins}” is no first day, such as 7 October 2017." if begins else "the first day is missing."
        )
    weeks = _WEEKS.fullmatch(length)
    if weeks is None or not 1 <= int(weeks[1]) <= LONGEST:
        raise ValueError(
            f"“{length}” is no number of weeks from 1 to {LONGEST}." if length else "the number of weeks is missing."
        )
    return TypedPresentation(code, starts_on, int(weeks[1]))
