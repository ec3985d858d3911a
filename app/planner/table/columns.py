"""Which column of a pasted planner holds what: by its head, or by its place where there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.documents.pasted_table import PastedRow
from app.planner.activities import NAMES, PlannedActivity

#: Without a head the columns stand in this order; so they do where a planner is written down.
ORDER = ("block", "unit", "weeks", *PlannedActivity, "assignment", "cut-off", "questions")
HEADS = ("Block", "Unit", "Weeks", *NAMES.values(), "Assignment", "Cut-off", "Questions")

#: How people head them, by letters alone.
_CALLED = {
    "block": ("block", "book", "part"),
    "unit": ("unit", "title", "unit title", "section", "chapter", "topic", "study"),
    "weeks": ("weeks", "week", "study weeks", "study week", "week number", "week numbers"),
    "from": ("from", "week from", "from week", "first week", "start week"),
    "to": ("to", "week to", "to week", "last week", "end week"),
    PlannedActivity.ASSIMILATIVE: ("assimilative", "assimilate"),
    PlannedActivity.FINDING: ("finding and handling information", "finding", "finding information", "information"),
    PlannedActivity.COMMUNICATION: ("communication", "communicative"),
    PlannedActivity.PRODUCTIVE: ("productive",),
    PlannedActivity.EXPERIENTIAL: ("experiential", "experience"),
    PlannedActivity.INTERACTIVE: (
        "interactive or adaptive",
        "interactive",
        "adaptive",
        "interactive and adaptive",
        "interactive adaptive",
    ),
    PlannedActivity.ASSESSMENT: ("assessment", "assessing"),
    "assignment": ("assignment", "assignments", "tma", "assignment code"),
    "cut-off": ("cut off", "cut off date", "cutoff", "due", "due date", "deadline", "submission date"),
    "questions": ("questions", "question"),
}
_MEANS = {name: column for column, names in _CALLED.items() for name in names}


@dataclass(frozen=True)
class PlannerColumns:
    #: Where each is, from 0.
    places: dict[str, int]
    has_head: bool
    #: Heads that say nothing to us: their columns are not read.
    unread: tuple[str, ...]

    def cell(self, row: PastedRow, column: str) -> str:
        """What the row holds there; "" where there is no such column."""
        place = self.places.get(column)
        return "" if place is None else row[place]


def columns_of(first: PastedRow) -> PlannerColumns:
    """By the first row: a head if it names the weeks or two columns at least."""
    named = [_MEANS.get(_letters(cell), "") for cell in first.cells]
    known = [name for name in named if name]
    if len(known) < 2 and not {"weeks", "from"} & set(known):
        return PlannerColumns({name: place for place, name in enumerate(ORDER)}, has_head=False, unread=())
    places: dict[str, int] = {}
    for place, name in enumerate(named):
        if name:
            places.setdefault(name, place)
    unread = (cell for cell, name in zip(first.cells, named, strict=True) if cell and not name)
    return PlannerColumns(places, has_head=True, unread=tuple(unread))


def _letters(head: str) -> str:
    """“Interactive/adaptive (hours)” without its brackets, signs and capitals."""
    plain = re.sub(r"\(.*?\)", " ", head.lower().replace("&", " and "))
    words = re.sub(r"[^a-z]+", " ", plain).split()
    return " ".join(word for word in words if word not in {"h", "hrs", "hours"})
