"""The places for streams in one process: so many in all, so many for one person, so many for one network."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass

from app.core.errors import DomainError
from app.core.language.spoken import gettext


class NoPlace(DomainError):
    """No place is free. `status` says whether that is for everybody (503) or for whoever holds many already (429)."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message, gettext("The page shows the same a little later: it asks every few seconds."))
        self.status = status


@dataclass(frozen=True)
class Holder:
    """Who holds a place, and in which network."""

    person_id: int | None
    network_id: int


class Places:
    """Nobody can take them all: neither one person with many windows nor one network on a busy day."""

    def __init__(self, in_all: int, per_person: int | None = None, per_network: int | None = None) -> None:
        self._limits = (
            in_all,
            in_all if per_person is None else per_person,
            in_all if per_network is None else per_network,
        )
        self._held: Counter[tuple[str, int | None]] = Counter()
        self._lock = threading.Lock()

    def take(self, holder: Holder) -> None:
        """Take a place, to be given back. NoPlace if none is left, or if this holder has enough."""
        with self._lock:
            in_all, per_person, per_network = self._limits
            if self._held["all", None] >= in_all:
                raise NoPlace(503, "As many people follow rooms live as this site has places for.")
            if self._held["person", holder.person_id] >= per_person:
                raise NoPlace(429, f"You follow rooms live in {per_person} windows already. Close one of them.")
            if self._held["network", holder.network_id] >= per_network:
                raise NoPlace(503, "As many people of this network follow rooms live as it has places for.")
            self._held.update(_names(holder))

    def give_back(self, holder: Holder) -> None:
        with self._lock:
            self._held.subtract(_names(holder))
            # What nobody holds is forgotten, so that the count does not grow with everybody who ever came.
            self._held += Counter()


def _names(holder: Holder) -> list[tuple[str, int | None]]:
    return [("all", None), ("person", holder.person_id), ("network", holder.network_id)]
