"""When a digest is due. Pure: no database."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from app.accounts.models import DigestFrequency
from app.core import clock

#: At breakfast, by the UK clock.
HOUR = time(7, 0)

#: At most so many letters at once to a person in a week. Replies do not count: see decisions.
AT_ONCE_IN_A_WEEK = 2
WEEK = timedelta(days=7)

_EVERY_DAY = frozenset(range(7))
_TUESDAY, _FRIDAY = 1, 4

#: On which weekdays each pace has its digest; Monday is 0.
DAYS: dict[DigestFrequency, frozenset[int]] = {
    DigestFrequency.DAILY: _EVERY_DAY,
    DigestFrequency.TWICE_WEEKLY: frozenset({_TUESDAY, _FRIDAY}),
    DigestFrequency.WEEKLY: frozenset({_FRIDAY}),
}


def latest_slot(pace: DigestFrequency, now: datetime) -> datetime | None:
    """The last moment at or before `now` when this pace had its digest; None for those who want none.

    A worker that slept through the moment makes up for it when it wakes: the slot stays the same until the next.
    """
    days = DAYS.get(pace)
    if days is None:
        return None
    today = clock.local(now).date()
    for back in range(8):
        day = today - timedelta(days=back)
        slot = datetime.combine(day, HOUR, clock.zone()).astimezone(UTC)
        if day.weekday() in days and slot <= now:
            return slot
    return None
