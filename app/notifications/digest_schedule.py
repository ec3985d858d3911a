"""When a digest is due, and what mail waits for. Pure: no database."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.accounts.models import DigestFrequency
from app.core import clock

#: What was written is mailed once its writer cannot change it any more without that being seen.
EDIT_WINDOW = timedelta(minutes=30)

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


def latest_slot(pace: DigestFrequency, now: datetime, hour: int = 7, zone: str = "") -> datetime | None:
    """The last moment at or before `now` when this pace had its digest, at the full hour by the clock of the zone (the
    site's if it is ""); None for those who want none.

    A worker that slept through the moment makes up for it when it wakes: the slot stays the same until the next.
    """
    days = DAYS.get(pace)
    if days is None:
        return None
    there = _zone(zone)
    today = now.astimezone(there).date()
    for back in range(8):
        day = today - timedelta(days=back)
        slot = datetime.combine(day, time(hour), there).astimezone(UTC)
        if day.weekday() in days and slot <= now:
            return slot
    return None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else clock.zone()
    except (KeyError, ValueError, OSError):  # chosen on a machine that knew more of them
        return clock.zone()
