"""How long something has been so: never in a unit of which there are none."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.text.words import age, ago
from tests.people import FRIDAY


@given(st.integers(-5_000, 200_000_000))
def test_it_is_a_number_that_is_not_nought_or_it_is_not_said(seconds: int) -> None:
    with clock.standing_at(FRIDAY):
        moment = FRIDAY - timedelta(seconds=seconds)
        said = age(moment)
        assert said == "" if seconds < 60 else int(said.split()[0]) > 0
        assert ago(moment) == (f"{said} ago" if said else "just now")


def test_a_day_is_told_as_a_day() -> None:
    with clock.standing_at(FRIDAY):
        assert age(FRIDAY.date()) == ""
        assert ago(FRIDAY.date()) == "today"
        assert ago(FRIDAY.date() - timedelta(days=1)) == "1 day ago"
        assert (age(None), ago(None)) == ("", "")
