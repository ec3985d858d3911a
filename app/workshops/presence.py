"""Which facilitators are in a room as far as this process knows: their stream is open here, or they have just asked.

Kept in memory only, and only for those who run a workshop; what is lost when the process ends comes back with them.
"""

from __future__ import annotations

import threading
from collections import Counter

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
