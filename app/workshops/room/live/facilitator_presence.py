"""Which facilitators are in a room: their stream is open in some process, or they have just asked; and whether one is missed.

A process keeps what it knows in memory, and only of those who run a workshop; every few seconds it notes who of them
holds a lease.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select, update

from app.core import clock
from app.core.actor import Actor
from app.core.db import changed_rows, db, insert_once
from app.core.permissions import require
from app.workshops.models import FacilitatorSign, Workshop
from app.workshops.policy import Permission

#: A facilitator without a sign for so long is reconnecting: twenty seconds, and the five between two notes.
AWAY_AFTER = timedelta(seconds=25)

#: A workshop and a person, by their numbers.
Pair = tuple[int, int]


class Presence:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._follows: Counter[Pair] = Counter()
        self._asked: set[Pair] = set()

    def comes(self, pair: Pair) -> None:
        with self._lock:
            self._follows[pair] += 1

    def goes(self, pair: Pair) -> None:
        with self._lock:
            self._follows[pair] -= 1

    def asks(self, pair: Pair) -> None:
        with self._lock:
            self._asked.add(pair)

    def seen(self) -> set[Pair]:
        """Who follows now, and who has asked since the last time this was called."""
        with self._lock:
            found = {pair for pair, times in self._follows.items() if times > 0} | self._asked
            self._asked = set()
            return found


def note_facilitators(seen: Collection[Pair]) -> None:
    """Note those of them who hold the lease of a live room; nothing is kept of anybody else."""
    rooms = select(Workshop.id, Workshop.facilitator_id).where(
        Workshop.state == "live", Workshop.id.in_({room for room, _ in seen})
    )
    holding = {(room, person) for room, person in db.session.execute(rooms)}
    for room, person in sorted(holding & set(seen)):
        values = {"person_id": person, "at": clock.now()}
        kept = update(FacilitatorSign).where(FacilitatorSign.workshop_id == room).values(**values)
        if not changed_rows(kept):
            insert_once(FacilitatorSign, {"workshop_id": room, **values})


def is_reconnecting(workshop: Workshop, seen_by: Actor) -> bool:
    """True once a facilitator whose browser was in the room has been gone for a while.

    Somebody who never followed it (whose browser runs no script) is not missed.
    """
    require(seen_by, Permission.READ, workshop)
    return workshop.state == "live" and bool(reconnecting([workshop.id]))


def reconnecting(rooms: Collection[int]) -> set[int]:
    """Those of these live rooms whose facilitator is reconnecting. Says nothing else of them."""
    found = (
        select(Workshop.id)
        .join(FacilitatorSign, FacilitatorSign.workshop_id == Workshop.id)
        .where(
            Workshop.id.in_(rooms),
            Workshop.state == "live",
            FacilitatorSign.person_id == Workshop.facilitator_id,
            FacilitatorSign.at < clock.now() - AWAY_AFTER,
        )
    )
    return set(db.session.scalars(found))
