"""The register as a table for a spreadsheet: the columns of the quality agency's action plan. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from app.actions.lifecycle import ACTION, PRESSING
from app.actions.models import Action, ProgressNote
from app.core import clock
from app.core.documents import spreadsheet

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


def as_csv(actions: Sequence[Action], last_notes: Mapping[int, ProgressNote], former: Mapping[int, str]) -> str:
    """CSV text with a header. `former` names those who left and asked for their role instead."""
    return spreadsheet.as_csv(HEAD, (_cells(action, last_notes.get(action.id), former) for action in actions))


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
