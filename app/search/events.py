"""What search tells: that something new answers a question somebody saved."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class SavedSearchAnswered(Event):
    """There is something new to it. Announced once for all that came since it was last looked at, a network at a time.

    `since` is the number of the entry before the first of them.
    """

    saved_search_id: int
    person_id: int
    network_id: int
    since: int
