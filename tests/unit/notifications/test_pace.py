"""When a digest is due: at seven by the UK clock, on the days of the pace."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.accounts.models import DigestFrequency
from app.notifications.digest_schedule import latest_slot

FRIDAY_NOON = datetime(2018, 7, 20, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pace", "now", "slot"),
    [
        (DigestFrequency.DAILY, FRIDAY_NOON, datetime(2018, 7, 20, 6, 0, tzinfo=UTC)),
        (DigestFrequency.DAILY, datetime(2018, 7, 20, 5, 59, tzinfo=UTC), datetime(2018, 7, 19, 6, 0, tzinfo=UTC)),
        (DigestFrequency.TWICE_WEEKLY, FRIDAY_NOON, datetime(2018, 7, 20, 6, 0, tzinfo=UTC)),
        (
            DigestFrequency.TWICE_WEEKLY,
            datetime(2018, 7, 19, 12, 0, tzinfo=UTC),
            datetime(2018, 7, 17, 6, 0, tzinfo=UTC),
        ),
        (DigestFrequency.WEEKLY, datetime(2018, 7, 19, 12, 0, tzinfo=UTC), datetime(2018, 7, 13, 6, 0, tzinfo=UTC)),
        # In winter seven o'clock is seven in UTC, too.
        (DigestFrequency.DAILY, datetime(2018, 1, 10, 7, 0, tzinfo=UTC), datetime(2018, 1, 10, 7, 0, tzinfo=UTC)),
        # Seven on a Friday in summer, asked a minute too early: last week's.
        (DigestFrequency.WEEKLY, datetime(2018, 7, 20, 5, 59, tzinfo=UTC), datetime(2018, 7, 13, 6, 0, tzinfo=UTC)),
    ],
)
def test_the_latest_slot(pace: DigestFrequency, now: datetime, slot: datetime) -> None:
    assert latest_slot(pace, now) == slot


def test_off_means_none() -> None:
    assert latest_slot(DigestFrequency.OFF, FRIDAY_NOON) is None
