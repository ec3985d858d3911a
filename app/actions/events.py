"""What happens to actions. ActionMoved follows every change of state; the reminders come from the daily job."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ActionAgreed(Event):
    """A piece of work got an owner and a date."""

    action_id: int
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ActionEdited(Event):
    """Its words, owner or date changed."""

    action_id: int
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class ActionMoved(Event):
    """It went from one state to another."""

    action_id: int
    before: str
    after: str
    #: A step taken at this instant was taken back.
    taken_back: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ActionDueSoon(Event):
    """Told once per due date, a week before it. `critical`: a person said that the date matters."""

    action_id: int
    owner_id: int
    due_on: date
    critical: bool


@dataclass(frozen=True, kw_only=True)
class ActionOverdue(Event):
    """Told once per due date, on the first day after it."""

    action_id: int
    owner_id: int
    due_on: date
    critical: bool
