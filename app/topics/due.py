"""By when an additional issue should have been acknowledged. Pure."""

from __future__ import annotations

from datetime import date, timedelta

#: Working days from raising to acknowledging (method: section 8).
ACKNOWLEDGE_WITHIN = 10


def working_days_after(day: date, count: int) -> date:
    """The day that lies `count` working days (Monday to Friday) after `day`. Bank holidays are not known here."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def acknowledge_by(raised_on: date) -> date:
    return working_days_after(raised_on, ACKNOWLEDGE_WITHIN)
