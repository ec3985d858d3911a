"""Those who follow rooms in this process, and the one thread that reads the log for all of them.

The log in the database is the truth; nothing here must survive. The thread asks which workshops moved on, a few times a
second or when the bus says so, reads what they wrote, and hands each room's followers one batch. Batches come in the log's order and without
a gap, because the log's numbers do. A follower who is too slow is let go, never skipped: the browser comes back and says
how far it had got.

Works with connections of its own: a stream that held the session's would keep one for as long as the browser listens.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from queue import Empty, Full, Queue

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from app.core.clients.bus import Bus, BusListener, PollBus
from app.core.transactions.engine import reading_only
from app.workshops.event_log import SEATS_CHANGED
from app.workshops.models import Workshop, WorkshopEvent
from app.workshops.room.live import sse
from app.workshops.room.live.places import Places
from app.workshops.room.live.sse import Batch, Noted

log = logging.getLogger(__name__)

#: Seconds after which a silent stream says that it is alive.
BEAT = 15.0
#: The same for those who run the room: that they are gone shows only when something is sent to them.
QUICK_BEAT = 5.0
#: Batches that may wait for one browser.
MOST_WAITING = 200
#: Whoever is further behind loads the room anew.
FURTHEST_BEHIND = 500
#: Seconds after which a browser has to come back and show again that it may follow (and up to half as long again).
LONGEST_STREAM = 480.0

_events = WorkshopEvent.__table__.c
_rooms = Workshop.__table__.c


@dataclass(eq=False)
class Subscriber:
    """One browser's place in a room."""

    workshop_id: int
    #: Bytes are sent as they are, beside the log. None means: the process ends, come back in a moment.
    waiting: Queue[Batch | bytes | None] = field(default_factory=lambda: Queue(MOST_WAITING))
    #: It was too slow; what it waits for is no longer complete.
    let_go: bool = False

    def give(self, what: Batch | bytes | None) -> None:
        try:
            self.waiting.put_nowait(what)
        except Full:
            self.let_go = True


class RoomHub:
    """The rooms that are followed in this process."""

    def __init__(self, engine: Engine, places: int | Places, bus: Bus | None = None) -> None:
        self._engine = engine
        self._bus = bus or PollBus()
        self.places = places if isinstance(places, Places) else Places(places)
        self._lock = threading.Lock()
        self._followers: dict[int, set[Subscriber]] = defaultdict(set)
        self._read_to: dict[int, int] = {}
        self._reader: threading.Thread | None = None
        self._ending = False

    def follow(self, workshop_id: int, seq: int) -> Subscriber:
        """Come in. `seq` is a number that the log has reached; what is older must be read with `noted_after`."""
        follower = Subscriber(workshop_id)
        with self._lock:
            self._followers[workshop_id].add(follower)
            self._read_to.setdefault(workshop_id, seq)
            if self._reader is None:
                self._reader = threading.Thread(target=self._read_on, name="rooms", daemon=True)
                self._reader.start()
        return follower

    def leave(self, follower: Subscriber) -> None:
        with self._lock:
            self._followers[follower.workshop_id].discard(follower)
            if not self._followers[follower.workshop_id]:
                del self._followers[follower.workshop_id]
                del self._read_to[follower.workshop_id]

    def noted_after(self, workshop_id: int, seq: int) -> list[Noted]:
        """What the log says after this number, at most one more than a browser may be behind."""
        found = (
            select(_events.seq, _events.kind, _events.audience, _events.payload)
            .where(_events.workshop_id == workshop_id, _events.seq > seq)
            .order_by(_events.seq)
            .limit(FURTHEST_BEHIND + 1)
        )
        with reading_only(), self._engine.connect() as connection:
            return [Noted(*row) for row in connection.execute(found)]

    def followed(self) -> list[int]:
        """The workshops whose rooms somebody follows here."""
        with self._lock:
            return list(self._read_to)

    def tell(self, workshop_id: int, frame: bytes) -> None:
        """Send this to everybody in a room, beside its log."""
        with self._lock:
            for follower in self._followers.get(workshop_id, ()):
                follower.give(frame)

    def say_goodbye(self) -> None:
        """Let everybody go in a moment. Safe inside a signal handler: it takes no lock."""
        self._ending = True

    def _read_on(self) -> None:
        listener = BusListener(self._bus)
        while True:
            listener.wait()
            with self._lock:
                if not self._read_to:
                    self._reader = None
                    listener.end()
                    return
                known = dict(self._read_to)
            try:
                batches = [self._batch(each, known[each]) for each in self._moved_on(known)]
            except SQLAlchemyError:
                log.warning("the rooms' log cannot be read now; trying again", exc_info=True)
                time.sleep(1)
                continue
            self._hand_out(batches)

    def _moved_on(self, known: Mapping[int, int]) -> list[int]:
        found = select(_rooms.id, _rooms.seq).where(_rooms.id.in_(known))
        with reading_only(), self._engine.connect() as connection:
            return [row.id for row in connection.execute(found) if row.seq > known[row.id]]

    def _batch(self, workshop_id: int, after: int) -> Batch:
        return Batch(workshop_id, after, tuple(self.noted_after(workshop_id, after)))

    def _hand_out(self, batches: list[Batch]) -> None:
        with self._lock:
            for batch in batches:
                if self._read_to.get(batch.workshop_id) != batch.after:
                    continue  # everybody left meanwhile, and perhaps somebody else came
                self._read_to[batch.workshop_id] = batch.seq
                for follower in self._followers[batch.workshop_id]:
                    follower.give(batch)
            if self._ending:
                for everybody in self._followers.values():
                    for follower in everybody:
                        follower.give(None)


def must_reset(missed: list[Noted], after: int, seq: int) -> bool:
    """Whether a browser is too far behind to be told what it missed, or comes from another log altogether."""
    return len(missed) > FURTHEST_BEHIND or (after > seq and not missed)


def stream(
    follower: Subscriber, missed: list[Noted], after: int, *, runs_it: bool, admitted: int | None = None
) -> Iterator[bytes]:
    """What the browser is sent: what it missed, then each batch as it comes, until one of them goes.

    `admitted` is the number that the log had when the reader's seat was looked at. Holds no connection to the database,
    and no lock.
    """
    batch = Batch(follower.workshop_id, after, tuple(missed))
    yield sse.hello() + (sse.encode(batch, runs_it=runs_it) if missed else b"")
    if _seats_changed(batch.after_only(batch.seq if admitted is None else admitted)):
        follower.let_go = True
    sent, until = batch.seq, time.monotonic() + LONGEST_STREAM * random.uniform(1, 1.5)  # noqa: S311 -- no secret
    while not follower.let_go and time.monotonic() < until:
        try:
            new = follower.waiting.get(timeout=QUICK_BEAT if runs_it else BEAT)
        except Empty:
            yield sse.BEAT
            continue
        if new is None:
            break
        if isinstance(new, bytes):
            yield new
        elif new.seq > sent:
            yield sse.encode(new.after_only(sent), runs_it=runs_it)
            sent = new.seq
            if _seats_changed(new):
                break
    yield sse.goodbye()


def _seats_changed(batch: Batch) -> bool:
    return any(each.kind == SEATS_CHANGED for each in batch.notes)
