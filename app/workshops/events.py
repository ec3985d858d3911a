"""What happens to workshops, for the features above. What happens in the room is in its log: see models/log.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class WorkshopMoved(Event):
    """It went from one state to another."""

    workshop_id: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class WorkshopInvited(Event):
    """These people are invited; or, `changed`, were before, and the time or place is another. `sequence` is the
    calendar entry's.
    """

    workshop_id: int
    person_ids: tuple[int, ...]
    sequence: int
    changed: bool = False


@dataclass(frozen=True, kw_only=True)
class WorkshopUninvited(Event):
    """Somebody who had the invitation is off the list."""

    workshop_id: int
    person_id: int


@dataclass(frozen=True, kw_only=True)
class BallotClosesSoon(Event):
    """These people may vote until `closes_at` and have not yet. Announced once for each round."""

    workshop_id: int
    round_id: int
    person_ids: tuple[int, ...]
    closes_at: datetime


@dataclass(frozen=True, kw_only=True)
class NextRoundOpened(Event):
    """The final ballot goes on with another round: everybody may vote anew, and sees how the first one spread."""

    workshop_id: int
    round_id: int


@dataclass(frozen=True, kw_only=True)
class BallotPutOff(Event):
    """The final ballot that is open closes later than was said."""

    workshop_id: int
    round_id: int


@dataclass(frozen=True, kw_only=True)
class WriteUpPublished(Event):
    """The write-up is out; the outcomes stand. These people, confirmed by whoever published, get a letter."""

    workshop_id: int
    recipient_ids: tuple[int, ...]
