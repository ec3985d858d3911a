"""Places are never given beyond a limit, never refused below all of them, and all come back."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.workshops.room.live.places import Holder, NoPlace, Places

IN_ALL, PER_PERSON, PER_NETWORK = 8, 2, 5


@given(st.lists(st.tuples(st.booleans(), st.builds(Holder, st.integers(1, 6), st.integers(1, 3))), max_size=60))
def test_places_keep_to_all_three_limits(steps: list[tuple[bool, Holder]]) -> None:
    places, held = Places(IN_ALL, PER_PERSON, PER_NETWORK), Counter[Holder]()
    for comes, holder in steps:
        if not comes:
            if held[holder]:
                held[holder] -= 1
                places.give_back(holder)
            continue
        persons = sum(count for one, count in held.items() if one.person_id == holder.person_id)
        networks = sum(count for one, count in held.items() if one.network_id == holder.network_id)
        free = held.total() < IN_ALL and persons < PER_PERSON and networks < PER_NETWORK
        status = _status(places, holder)
        assert (status is None) == free
        if free:
            held[holder] += 1
        else:
            assert status == (429 if persons >= PER_PERSON and held.total() < IN_ALL else 503)


def _status(places: Places, holder: Holder) -> int | None:
    try:
        places.take(holder)
    except NoPlace as full:
        return full.status
    return None
