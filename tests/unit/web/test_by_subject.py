"""Home names each thing once, however often it moved."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.web.page.panels import Change, by_subject
from tests.people import FRIDAY

CHANGES = st.lists(
    st.builds(
        lambda what, minutes, times: Change(
            f"Topic {what}", f"/t/{what}", "S215", f"{minutes}", FRIDAY - timedelta(minutes=minutes), times
        ),
        st.integers(1, 4),
        st.integers(0, 500),
        st.integers(1, 3),
    ),
    max_size=12,
)


@given(CHANGES)
def test_each_thing_stands_once_with_its_newest_change_and_none_is_lost(changes: list[Change]) -> None:
    shown = by_subject(changes)
    assert len({each.url for each in shown}) == len(shown)
    assert [each.at for each in shown] == sorted((each.at for each in shown), reverse=True)
    times: Counter[str] = Counter()
    for each in changes:
        times[each.url] += each.times
    assert {each.url: each.times for each in shown} == dict(times)
    for each in shown:
        assert each.at == max(one.at for one in changes if one.url == each.url)
