"""The bus only says "look again": after the commit, not before and not without one; and a room does without it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import select

from app import create_app
from app.core.clients import bus
from app.core.clients.bus import CHANNEL, BusListener
from app.core.db import db
from app.workshops.event_log import record_event
from app.workshops.models import Workshop
from app.workshops.room.live.hub import RoomHub, Subscriber
from app.workshops.room.live.sse import Batch
from config import BadSetting, Settings
from tests.factories.workshops import a_workshop
from tests.people import World, build_world
from tests.postgres import new_database
from tests.redis_server import RedisServer, needs_redis, running_redis

pytestmark = pytest.mark.slow

#: Far less than the second that a room waits by itself while a bus tells it.
SOON = 0.5
LATE = 6.0


@pytest.fixture(params=["postgres", pytest.param("redis", marks=needs_redis)])
def server(request: pytest.FixtureRequest) -> Iterator[RedisServer | None]:
    """The Redis of the bus; None where PostgreSQL is the bus."""
    if request.param == "postgres":
        yield None
        return
    with running_redis() as running:
        yield running


@pytest.fixture
def site(server: RedisServer | None, tmp_path: Any) -> Iterator[Flask]:
    """The site with this bus, and a workshop."""
    name, redis_url = ("redis", server.url) if server else ("postgres", "")
    settings = Settings(data_dir=tmp_path, database_url=new_database(), redis_url=redis_url, testing=True)
    app = create_app(replace(settings, room_bus=name))
    with app.app_context():
        db.create_all()
        build_world()
        a_workshop(World(), "collecting")
        db.session.commit()
        db.session.remove()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def follower(site: Flask) -> Iterator[Subscriber]:
    """A browser that follows the room, in another process: the same database and bus, nothing else in common."""
    other = create_app(replace(site.extensions["settings"], serves_streams=True))
    rooms: RoomHub = other.extensions["rooms"]
    room, seq = db.session.execute(select(Workshop.id, Workshop.seq)).one()
    db.session.rollback()
    follower = rooms.follow(room, seq)
    wait_until(lambda: listening(site))
    yield follower
    rooms.leave(follower)
    wait_until(lambda: not listening(site), 10)
    with other.app_context():
        db.engine.dispose()


def wait_until(true: Any, within: float = 10.0) -> None:
    give_up_at = time.monotonic() + within
    while not true():
        assert time.monotonic() < give_up_at
        time.sleep(0.02)


def listening(app: Flask) -> bool:
    """Whether somebody hears the bus."""
    settings = app.extensions["settings"]
    if settings.room_bus == "redis":
        with Redis.from_url(settings.redis_url) as line:
            return bool(line.pubsub_numsub(CHANNEL)[0][1])
    return bool(lines(settings))


def lines(settings: Settings, *, cut: bool = False) -> list[Any]:
    """The connections that listen to PostgreSQL, and their end."""
    what = "pg_terminate_backend(pid)" if cut else "pid"
    found = f"SELECT {what} FROM pg_stat_activity WHERE application_name = %s AND query LIKE %s"
    with psycopg.connect(settings.database_url.replace("+psycopg", "")) as line:
        return line.execute(found, (CHANNEL, "LISTEN%")).fetchall()


def change() -> float:
    """Write to the room's log; when."""
    record_event(db.session.scalars(select(Workshop.id)).one(), "card.added")
    db.session.commit()
    return time.monotonic()


def hears(follower: Subscriber, within: float) -> float:
    """When the next batch has come."""
    batch = follower.waiting.get(timeout=within)
    assert isinstance(batch, Batch)
    assert [each.kind for each in batch.notes] == ["card.added"]
    return time.monotonic()


def test_a_room_hears_of_a_change_at_once(site: Flask, follower: Subscriber) -> None:
    """Three times, with pauses: a look that came by itself would be up to a second late."""
    for _ in range(3):
        time.sleep(0.3)
        begun = change()
        assert hears(follower, LATE) - begun < SOON


def test_nothing_is_said_before_the_commit_and_nothing_without_one(site: Flask) -> None:
    heard = threading.Event()

    def listen() -> None:
        for word in site.extensions["rooms_bus"].messages():
            if word:
                heard.set()
                return

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    wait_until(lambda: listening(site))
    room = db.session.scalars(select(Workshop.id)).one()
    record_event(room, "card.added")
    with db.session.begin_nested():
        record_event(room, "card.added")
    assert not heard.wait(0.5), "the savepoint is not the commit"
    db.session.rollback()
    assert not heard.wait(0.5)
    db.session.commit()
    assert not heard.wait(0.5), "what was taken back is not said later"
    change()
    assert heard.wait(SOON)
    thread.join(10)


def test_a_bus_that_is_lost_is_done_without_and_comes_back(
    site: Flask, server: RedisServer | None, follower: Subscriber
) -> None:
    if server:
        server.kill()
    else:
        lines(site.extensions["settings"], cut=True)
    for _ in range(3):  # nothing waits for the bus: neither the change nor the room
        begun = time.monotonic()
        change()
        assert hears(follower, LATE) - begun < bus.SAFETY_NET + bus.PATIENCE
    if server:
        server.start()
    wait_until(lambda: listening(site))
    time.sleep(bus.TRY_AGAIN)
    begun = change()
    assert hears(follower, LATE) - begun < SOON


def test_without_a_bus_a_room_looks_by_itself() -> None:
    listener = BusListener(bus.PollBus())
    begun = time.monotonic()
    listener.wait()
    assert time.monotonic() - begun < SOON


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ROOM_BUS": "pigeon"}, "ROOM_BUS is “pigeon”; it can be poll, postgres or redis."),
        ({"ROOM_BUS": "postgres"}, "DATABASE_URL names no PostgreSQL"),
        ({"ROOM_BUS": "redis", "DATABASE_URL": "postgresql://db/site"}, "REDIS_URL names none"),
    ],
)
def test_a_bus_that_is_not_there_stops_the_start(given: dict[str, str], words: str) -> None:
    with pytest.raises(BadSetting, match=words):
        Settings.from_environment(given)


def test_a_bus_that_is_there_starts() -> None:
    assert Settings.from_environment({"ROOM_BUS": "postgres", "DATABASE_URL": "postgresql://db/site"}).room_bus
    assert Settings.from_environment({"ROOM_BUS": "redis", "REDIS_URL": "redis://here"}).room_bus
