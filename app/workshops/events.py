"""What happens to workshops, for the features above. What happens in the room is in its log: see models/log.py."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkshopMoved(Event):
    """It went from one state to another."""

    workshop_id: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class WorkshopInvited(Event):
    """These people are invited, or the time or place changed. `sequence` is the calendar entry's."""

    workshop_id: int
    person_ids: tuple[int, ...]
    sequence: int


@dataclass(frozen=True, kw_only=True)
class WriteUpPublished(Event):
    """The write-up is out; the outcomes stand."""

    workshop_id: int
