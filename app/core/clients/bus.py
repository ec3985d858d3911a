"""What tells a process that a room may have moved on: it says "look again" and never more.

The log in the database stays the only truth. A word that is lost costs one look at most, because whoever follows rooms
looks by itself as well: several times a second while nobody tells it anything, once a second while somebody does. So a
bus may break and come back, and nobody has to notice.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterator
from typing import Protocol

import psycopg
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

#: Seconds between two looks at the log while no bus tells when.
POLL = 0.15
#: The same while one does, in case a word is lost.
SAFETY_NET = 1.0
#: Seconds between two looks, however often a bus calls: what happens meanwhile goes out in one batch.
MIN_INTERVAL = 0.1
#: Seconds before a bus that is lost is tried again.
TRY_AGAIN = 2.0
#: Seconds that a change waits for the bus at most; then it is left alone until it is tried again.
PATIENCE = 0.5

CHANNEL = "networks_rooms"
#: What a bus may fail with.
LOST = (psycopg.Error, RedisError, OSError)


class Bus(Protocol):
    """One way of saying it. What it does in `within` and `after` may fail without harm."""

    def within(self, session: Session, rooms: Collection[int]) -> None:
        """In the transaction that changed these rooms, just before its commit."""

    def after(self, rooms: Collection[int]) -> None:
        """Just after that commit."""

    def messages(self) -> Iterator[bool]:
        """Connect, then yield False at once, True at a word, and False when none came for SAFETY_NET. Raises LOST."""


class PollBus:
    """No bus: everybody looks by themselves. Needs nothing, works with every database."""

    def within(self, session: Session, rooms: Collection[int]) -> None:
        pass

    def after(self, rooms: Collection[int]) -> None:
        pass

    def messages(self) -> Iterator[bool]:
        return iter(())


class PostgresBus:
    """PostgreSQL's NOTIFY, sent with the commit itself: whoever is killed in between has said it, or not committed."""

    def __init__(self, engine: Engine) -> None:
        self._address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def within(self, session: Session, rooms: Collection[int]) -> None:
        for room in sorted(rooms):
            session.execute(select(func.pg_notify(CHANNEL, str(room))))

    def after(self, rooms: Collection[int]) -> None:
        pass

    def messages(self) -> Iterator[bool]:
        with psycopg.connect(self._address, autocommit=True, application_name=CHANNEL, connect_timeout=5) as line:
            line.execute(f"LISTEN {CHANNEL}")
            yield False
            while True:
                yield bool(list(line.notifies(timeout=SAFETY_NET, stop_after=1)))


class RedisBus:
    """Redis pub/sub, for sites that have one. Nothing is kept there."""

    def __init__(self, address: str) -> None:
        self._talking = Redis.from_url(
            address,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
            client_name=f"{CHANNEL}_say",
        )
        self._address = address
        self._silent_until = 0.0

    def within(self, session: Session, rooms: Collection[int]) -> None:
        pass

    def after(self, rooms: Collection[int]) -> None:
        if time.monotonic() < self._silent_until:
            return
        try:
            for room in sorted(rooms):
                self._talking.publish(CHANNEL, room)
        except LOST:
            self._silent_until = time.monotonic() + TRY_AGAIN
            log.warning("Redis does not take words for the rooms; they look by themselves", exc_info=True)

    def messages(self) -> Iterator[bool]:
        line = Redis.from_url(
            self._address, socket_connect_timeout=5, retry=Retry(NoBackoff(), 0), client_name=f"{CHANNEL}_hear"
        )
        with line, line.pubsub(ignore_subscribe_messages=True) as listener:  # type: ignore[no-untyped-call]
            listener.subscribe(CHANNEL)
            yield False
            while True:
                yield listener.get_message(timeout=SAFETY_NET) is not None


def make_bus(name: str, engine: Engine, redis_url: str) -> Bus:
    """The bus of this name; the settings have been checked when they were read."""
    if name == "postgres":
        return PostgresBus(engine)
    return RedisBus(redis_url) if name == "redis" else PollBus()


class BusListener:
    """Listens to a bus in a thread of its own, so that a bus that hangs never holds up the looks at the log."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._word = threading.Event()
        self._ended = threading.Event()
        self._hears = False
        self._looked = 0.0
        if not isinstance(bus, PollBus):
            threading.Thread(target=self._listen, name="rooms' bus", daemon=True).start()

    def wait(self) -> None:
        """Until there may be something new. Of what is said from now on nothing is missed."""
        if self._word.wait(SAFETY_NET if self._hears else POLL):
            time.sleep(max(0.0, self._looked + MIN_INTERVAL - time.monotonic()))
        self._word.clear()
        self._looked = time.monotonic()

    def end(self) -> None:
        """Nobody listens any more; the connection is closed within a second."""
        self._ended.set()

    def _listen(self) -> None:
        while not self._ended.is_set():
            try:
                for _ in self._bus.messages():
                    self._hears = True
                    self._word.set()
                    if self._ended.is_set():
                        return
            except LOST:
                log.warning("the rooms' bus is lost; they look by themselves meanwhile", exc_info=self._hears)
            finally:
                self._hears = False
                self._word.set()
            self._ended.wait(TRY_AGAIN)
