"""A room's stream: everything once and in order, whoever writes at once; nothing for strangers; never a card's words."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app import create_app
from app.core.db import db
from app.workshops.event_log import record_event
from app.workshops.models import Part, Workshop, WorkshopMember
from app.workshops.room.live import hub
from app.workshops.room.live.hub import FURTHEST_BEHIND, MOST_WAITING, RoomHub, must_reset, stream
from app.workshops.room.live.sse import Batch, Noted
from tests.client import StrictClient
from tests.factories.workshops import a_workshop
from tests.people import World

WRITERS, EACH = 6, 25


@pytest.fixture
def room(live_app: Flask) -> int:
    """A workshop's id; its planner is Marek, Amina and Ben take part."""
    made = a_workshop(World(), "collecting")
    db.session.commit()
    kept = made.id
    db.session.remove()
    return kept


@pytest.fixture
def rooms(live_app: Flask) -> RoomHub:
    return RoomHub(db.engine, places=3)


def seq_of(workshop_id: int) -> int:
    found = db.session.scalar(select(Workshop.seq).where(Workshop.id == workshop_id))
    db.session.rollback()
    assert found is not None
    return found


def write(app: Flask, workshop_id: int, times: int = 1, **more: object) -> None:
    with app.app_context():
        for _ in range(times):
            record_event(workshop_id, "card.added", **more)  # type: ignore[arg-type]
            db.session.commit()
        db.session.remove()


def events(frame: bytes) -> dict[str, Any]:
    """The data of a frame, with its name."""
    fields = dict(line.split(": ", 1) for line in frame.decode().split("\n") if line and line[0] != ":")
    return {"name": fields.get("event", ""), "id": fields.get("id"), **json.loads(fields.get("data", "{}"))}


def seqs(frames: list[bytes]) -> list[int]:
    return [each["seq"] for frame in frames for each in events(frame).get("events", [])]


def read_until(frames: Iterator[bytes], last: int) -> list[bytes]:
    read: list[bytes] = []
    for frame in frames:
        read.append(frame)
        if last in seqs([frame]):
            break
    return read


def notes(first: int, last: int, audience: str = "all") -> tuple[Noted, ...]:
    return tuple(Noted(seq, "card.added", audience, {"counts": {"cards": seq}}) for seq in range(first, last + 1))


@pytest.mark.slow
def test_every_browser_gets_everything_once_and_in_order_while_writers_race(
    live_app: Flask, room: int, rooms: RoomHub
) -> None:
    begin = seq_of(room)
    got: list[list[int]] = []

    def listen(after: int) -> None:
        follower = rooms.follow(room, after)
        missed = rooms.noted_after(room, begin)
        frames = read_until(stream(follower, missed, begin, runs_it=False), begin + WRITERS * EACH)
        rooms.leave(follower)
        got.append(seqs(frames))

    writers = [threading.Thread(target=write, args=(live_app, room, EACH)) for _ in range(WRITERS)]
    listeners = [threading.Thread(target=listen, args=(begin,)) for _ in range(2)]
    for thread in (*listeners, *writers):
        thread.start()
    time.sleep(0.4)
    late = threading.Thread(target=lambda: listen(seq_of_in(live_app, room)))
    late.start()
    for thread in (*writers, *listeners, late):
        thread.join(60)
    assert got == [list(range(begin + 1, begin + WRITERS * EACH + 1))] * 3


def seq_of_in(app: Flask, workshop_id: int) -> int:
    with app.app_context():
        return seq_of(workshop_id)


def test_what_was_read_before_coming_in_is_not_sent_twice(live_app: Flask, room: int, rooms: RoomHub) -> None:
    """Between coming in and reading what was missed somebody wrote: it is in both."""
    follower = rooms.follow(room, seq_of(room))
    begin = seq_of(room)
    write(live_app, room, 2)
    missed = rooms.noted_after(room, begin)
    follower.give(Batch(room, begin, notes(begin + 1, begin + 3)))
    frames = stream(follower, missed, begin, runs_it=False)
    assert seqs([next(frames), next(frames)]) == [begin + 1, begin + 2, begin + 3]
    rooms.leave(follower)


def test_a_change_that_is_rolled_back_leaves_no_gap(live_app: Flask, room: int, rooms: RoomHub) -> None:
    begin = seq_of(room)
    record_event(room, "card.added")
    db.session.rollback()
    write(live_app, room)
    assert [each.seq for each in rooms.noted_after(room, begin)] == [begin + 1]


def test_facilitators_events_go_to_those_who_run_it_only(room: int) -> None:
    batch = Batch(room, 4, (*notes(5, 5), *notes(6, 6, "facilitators")))
    follower = hub.Subscriber(room)
    participants = stream(follower, list(batch.notes), 4, runs_it=False)
    facilitators = stream(follower, list(batch.notes), 4, runs_it=True)
    theirs, ours = next(participants), next(facilitators)
    assert seqs([theirs]) == [5]
    assert seqs([ours]) == [5, 6]
    assert events(theirs)["id"] == "6", "so that coming back asks for what follows, and no gap is seen"


def test_who_is_too_slow_is_let_go_and_not_skipped() -> None:
    follower = hub.Subscriber(1)
    frames = stream(follower, [], 0, runs_it=False)
    next(frames)
    for seq in range(1, MOST_WAITING + 2):
        follower.give(Batch(1, seq - 1, notes(seq, seq)))
    assert follower.let_go
    assert events(next(frames))["name"] == "bye"
    with pytest.raises(StopIteration):
        next(frames)


def test_a_silent_room_says_that_it_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "BEAT", 0.01)
    frames = stream(hub.Subscriber(1), [], 0, runs_it=False)
    assert [next(frames), next(frames)] == [b": hello\n\n", b": here\n\n"]


def test_a_process_that_ends_says_goodbye(live_app: Flask, room: int, rooms: RoomHub) -> None:
    follower = rooms.follow(room, seq_of(room))
    frames = stream(follower, [], 0, runs_it=False)
    next(frames)
    rooms.say_goodbye()
    assert events(next(frames))["name"] == "bye"
    rooms.leave(follower)


def test_far_behind_or_from_another_log_means_begin_anew() -> None:
    assert must_reset(list(notes(1, FURTHEST_BEHIND + 1)), 0, FURTHEST_BEHIND + 1)
    assert not must_reset(list(notes(1, FURTHEST_BEHIND)), 0, FURTHEST_BEHIND)
    assert must_reset([], 99, 4)
    assert not must_reset([], 4, 4)


@pytest.fixture
def stream_app(live_app: Flask) -> Iterator[Flask]:
    """The site as the stream process has it, on the same database, for one browser at a time."""
    settings = live_app.extensions["settings"]
    here = {"base_url": "http://site.example", "stream_url": "http://site.example:8001"}
    app = create_app(replace(settings, serves_streams=True, streams_at_once=1, **here))
    yield app
    with app.app_context():
        db.engine.dispose()


def as_person(app: Flask, name: str | None) -> StrictClient:
    return StrictClient(app, getattr(World(), name).id if name else None)


ADDRESS = "/networks/s215/workshops/1/stream"


def test_the_stream_replays_from_where_the_browser_is(live_app: Flask, stream_app: Flask, room: int) -> None:
    begin = seq_of(room)
    write(live_app, room, 3)
    amina = as_person(stream_app, "amina").client
    for address, headers in (
        (f"{ADDRESS}?after={begin + 1}", {}),
        (f"{ADDRESS}?after={begin}", {"Last-Event-ID": str(begin + 1)}),
    ):
        answer = amina.get(address, headers=headers)
        assert answer.mimetype == "text/event-stream"
        frame = next(iter(answer.response))
        assert isinstance(frame, bytes)
        assert seqs([frame.removeprefix(b": hello\n\n")]) == [begin + 2, begin + 3]
        answer.close()


def test_only_the_site_may_read_the_other_port(stream_app: Flask, room: int) -> None:
    answer = as_person(stream_app, "amina").client.get(ADDRESS)
    assert answer.headers["Access-Control-Allow-Origin"] == "http://site.example"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"
    assert "connect-src 'self' http://site.example:8001;" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Accel-Buffering"] == "no"
    answer.close()


def test_strangers_find_nothing_and_members_not_invited_are_told(stream_app: Flask, room: int) -> None:
    assert as_person(stream_app, "chidi").client.get(ADDRESS).status_code == 404
    assert as_person(stream_app, None).client.get(ADDRESS).status_code == 401
    assert as_person(stream_app, "saoirse").client.get(ADDRESS).status_code == 403
    assert as_person(stream_app, "amina").client.get("/networks/mst124/workshops/1/stream").status_code == 404


def test_a_full_house_asks_to_come_back(stream_app: Flask, room: int) -> None:
    first = as_person(stream_app, "amina").client.get(ADDRESS)
    second = as_person(stream_app, "ben").client.get(ADDRESS)
    assert (second.status_code, second.headers["Retry-After"]) == (503, "20")
    first.close()
    third = as_person(stream_app, "ben").client.get(ADDRESS)
    assert third.status_code == 200
    third.close()


def test_a_process_for_pages_holds_no_stream(live_app: Flask, room: int) -> None:
    assert as_person(live_app, "amina").client.get(ADDRESS).status_code == 503


def test_a_stream_holds_no_connection_of_the_pool(stream_app: Flask, room: int) -> None:
    answer = as_person(stream_app, "amina").client.get(ADDRESS)
    next(iter(answer.response))
    with stream_app.app_context():
        assert db.engine.pool.checkedout() == 0  # type: ignore[attr-defined]
    answer.close()


@pytest.mark.slow
def test_many_may_come_back_at_once(live_app: Flask, room: int) -> None:
    """More than the pool has connections: none of them waits for another."""
    settings = live_app.extensions["settings"]
    app = create_app(replace(settings, serves_streams=True, streams_at_once=50, streams_per_person=50))
    clients = [as_person(app, name).client for name in ("amina", "ben", "marek") for _ in range(10)]
    db.session.remove()
    together, statuses = threading.Barrier(len(clients)), []

    def come(client: FlaskClient) -> None:
        together.wait()
        answer = client.get(ADDRESS)
        statuses.append(answer.status_code)
        answer.close()

    threads = [threading.Thread(target=come, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with app.app_context():
        db.engine.dispose()
    assert statuses == [200] * len(clients)


def test_an_observer_may_follow(live_app: Flask, stream_app: Flask, room: int) -> None:
    world = World()
    member = WorkshopMember(workshop_id=room, person_id=world.saoirse.id, part=Part.OBSERVER, answer_token="t")
    db.session.add(member)
    db.session.commit()
    answer = as_person(stream_app, "saoirse").client.get(ADDRESS)
    assert answer.status_code == 200
    answer.close()
