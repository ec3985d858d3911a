"""A stream that is open when somebody loses a seat: everybody comes back and shows that they may follow."""

from __future__ import annotations

import pytest

from app.workshops.room.live import hub
from app.workshops.room.live.hub import stream
from app.workshops.room.live.sse import Batch, Noted
from tests.integration.workshops.room.test_stream import events, notes, seqs

SEATS = Noted(5, "seats.changed", "all", {})


def test_when_seats_change_everybody_comes_back_and_shows_that_they_may_follow() -> None:
    follower = hub.Subscriber(1)
    frames = stream(follower, [], 4, runs_it=False)
    next(frames)
    follower.give(Batch(1, 4, (SEATS,)))
    follower.give(Batch(1, 5, notes(6, 6)))
    assert seqs([next(frames)]) == [5]
    assert events(next(frames))["name"] == "bye"
    assert list(frames) == []


@pytest.mark.parametrize(("admitted", "then"), [(5, b": here"), (4, b"retry:")])
def test_a_seat_that_was_looked_at_before_they_changed_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, admitted: int, then: bytes
) -> None:
    monkeypatch.setattr(hub, "BEAT", 0.01)
    missed = [*notes(4, 4), SEATS]
    frames = stream(hub.Subscriber(1), missed, 3, runs_it=False, admitted=admitted)
    assert next(frames).startswith(b": hello")
    assert next(frames).startswith(then)
