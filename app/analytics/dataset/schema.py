"""The seven tables as the Open University publishes them: columns, types, ranges, keys, references."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# Days of a presentation. Wide enough for any real one, narrow enough to catch a date typed as
# 20140203 in a column of day numbers.
EARLIEST_DAY: Final = -2000
LATEST_DAY: Final = 2000


@dataclass(frozen=True)
class Column:
    """A name, what its text must look like, what it becomes, and how to say so."""

    name: str
    sql_type: str
    pattern: str
    expected: str
    required: bool = True
    low: int | None = None
    high: int | None = None
    allowed: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        return self.low is not None


def whole(name: str, low: int, high: int, *, required: bool = True) -> Column:
    expected = f"a whole number from {low} to {high}" if high < 10**9 else "a whole number"
    return Column(name, "BIGINT", r"-?[0-9]{1,18}", expected, required, low, high)


def identifier(name: str) -> Column:
    return whole(name, 0, 10**18 - 1)


def day(name: str, *, required: bool = True) -> Column:
    return whole(name, EARLIEST_DAY, LATEST_DAY, required=required)


def code(name: str) -> Column:
    """A word that becomes part of a file's name and of a URL, so nothing but letters and digits."""
    return Column(name, "VARCHAR", r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", "a code of up to 32 letters, digits, - or _")


def text(name: str, *allowed: str, required: bool = False) -> Column:
    expected = " or ".join([", ".join(allowed[:-1]), allowed[-1]]) if allowed else "at most 200 characters"
    return Column(name, "VARCHAR", r"(?s).{1,200}", expected, required, allowed=allowed)


@dataclass(frozen=True)
class Reference:
    """These columns of a table must be found, together, in another table."""

    columns: tuple[str, ...]
    table: str


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


PRESENTATION: Final = ("code_module", "code_presentation")
ENROLMENT: Final = (*PRESENTATION, "id_student")
_PRESENTATION_COLUMNS: Final = (code("code_module"), code("code_presentation"))

COURSES: Final = Table(
    "courses",
    (*_PRESENTATION_COLUMNS, whole("module_presentation_length", 1, LATEST_DAY)),
    key=PRESENTATION,
)

ASSESSMENTS: Final = Table(
    "assessments",
    (
        *_PRESENTATION_COLUMNS,
        identifier("id_assessment"),
        text("assessment_type", "TMA", "CMA", "Exam", required=True),
        day("date", required=False),
        # Halves occur (7.5, 12.5, 17.5): a whole-number column would spoil them.
        Column(
            "weight",
            "DECIMAL(4,1)",
            r"[0-9]{1,3}(\.[0-9]0*)?",
            "a number from 0 to 100 with at most one decimal",
            low=0,
            high=100,
        ),
    ),
    key=("id_assessment",),
    references=(Reference(PRESENTATION, "courses"),),
)

VLE: Final = Table(
    "vle",
    (
        identifier("id_site"),
        *_PRESENTATION_COLUMNS,
        Column("activity_type", "VARCHAR", r"[A-Za-z0-9_-]{1,64}", "a word of up to 64 letters, digits, - or _"),
        whole("week_from", -100, 200, required=False),
        whole("week_to", -100, 200, required=False),
    ),
    key=("id_site",),
    references=(Reference(PRESENTATION, "courses"),),
)

STUDENT_INFO: Final = Table(
    "studentInfo",
    (
        *_PRESENTATION_COLUMNS,
        identifier("id_student"),
        text("gender"),
        text("region"),
        text("highest_education"),
        text("imd_band"),
        text("age_band"),
        whole("num_of_prev_attempts", 0, 255, required=False),
        whole("studied_credits", 0, 10_000, required=False),
        text("disability"),
        text("final_result", "Distinction", "Fail", "Pass", "Withdrawn"),
    ),
    key=ENROLMENT,
    references=(Reference(PRESENTATION, "courses"),),
)

STUDENT_REGISTRATION: Final = Table(
    "studentRegistration",
    (
        *_PRESENTATION_COLUMNS,
        identifier("id_student"),
        day("date_registration", required=False),
        day("date_unregistration", required=False),
    ),
    key=ENROLMENT,
    references=(Reference(PRESENTATION, "courses"), Reference(ENROLMENT, "studentInfo")),
)

STUDENT_ASSESSMENT: Final = Table(
    "studentAssessment",
    (
        identifier("id_assessment"),
        identifier("id_student"),
        day("date_submitted"),
        Column("is_banked", "BOOLEAN", r"(?i)0|1|true|false", "0 or 1"),
        whole("score", 0, 100, required=False),
    ),
    key=("id_assessment", "id_student"),
    references=(Reference(("id_assessment",), "assessments"),),
)

# No key: the same student, site and day occur again and again, and that is normal. They are summed.
STUDENT_VLE: Final = Table(
    "studentVle",
    (
        *_PRESENTATION_COLUMNS,
        identifier("id_student"),
        identifier("id_site"),
        day("date"),
        whole("sum_click", 0, 1_000_000),
    ),
    references=(
        Reference((*PRESENTATION, "id_site"), "vle"),
        Reference(ENROLMENT, "studentRegistration"),
    ),
)

# In the order in which they are read: a table comes after those it refers to.
TABLES: Final = (
    COURSES,
    ASSESSMENTS,
    VLE,
    STUDENT_INFO,
    STUDENT_REGISTRATION,
    STUDENT_ASSESSMENT,
    STUDENT_VLE,
)
