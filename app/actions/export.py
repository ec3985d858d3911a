"""The register as a table for a spreadsheet: the columns of the quality agency's action plan. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from app.actions.lifecycle import ACTION, PRESSING
from app.actions.models import Action, ProgressNote
from app.core import clock

HEAD = (
    "Number",
    "Action agreed",
    "Progress",
    "Due",
    "Lead",
    "Success indicator",
    "State",
    "Overdue",
    "Critical",
    "For",
)

#: A cell that begins with one of these is run as a formula by a spreadsheet that opens the file.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(actions: Sequence[Action], last_notes: Mapping[int, ProgressNote], former: Mapping[int, str]) -> str:
    """CSV text with a header; every cell is guarded. `former` names those who left and asked for their role instead."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for action in actions:
        writer.writerow([guarded(cell) for cell in _cells(action, last_notes.get(action.id), former)])
    return out.getvalue()


def guarded(cell: str) -> str:
    """The cell as text that no spreadsheet runs: an apostrophe stands before what looks like a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


class Dated(Protocol):
    """An action, or what a line of a list says about it."""

    @property
    def state(self) -> str: ...

    @property
    def due_on(self) -> date: ...


def is_overdue(action: Dated) -> bool:
    """Derived from the date, never stored."""
    return action.state in PRESSING and action.due_on < clock.today()


def _cells(action: Action, note: ProgressNote | None, former: Mapping[int, str]) -> list[str]:
    state = ACTION.label(action.state)
    source = action.intervention or action.topic or action.issue
    return [
        str(action.number),
        action.title,
        note.text if note else "",
        action.due_on.isoformat(),
        former.get(action.owner_id, action.owner.name),
        action.success_indicator,
        f"{state}: {action.state_reason}" if action.state_reason else state,
        "overdue" if is_overdue(action) else "",
        action.critical_reason or "",
        source.title if source else "",
    ]
