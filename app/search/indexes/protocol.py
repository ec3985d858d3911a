"""The index behind a protocol: which documents hold these words. It knows ids and words, and no permissions.

Only the worker writes. A write names the row and how to read it; the index reads it after it has
the lock, so the last writer always wrote what the row said last, whichever worker came first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple, Protocol


class Key(NamedTuple):
    """A row of a kind: ("topic", 12)."""

    kind: str
    id: int


@dataclass(frozen=True)
class IndexedText:
    """What is searched of one row."""

    key: Key
    network_id: int
    title: str
    text: str


#: Most documents that a search gives, best first; more than a person reads.
MOST = 200


class IndexDamaged(Exception):
    """The index is there and cannot be read. The worker writes it anew by itself."""


class Index(Protocol):
    """Search over documents. Finding never raises for what somebody typed; an index that is not there finds nothing. One
    that cannot be read raises IndexDamaged, whatever was asked.
    """

    def put(self, key: Key, read: Callable[[], IndexedText | None]) -> None:
        """Make the index say about the row what `read` says now; None takes it out."""

    def rebuild(self, read_all: Callable[[], Iterable[IndexedText]], read: Callable[[Key], IndexedText | None]) -> int:
        """Replace everything by what `read_all` gives; how many documents that was. Until then the old index serves,
        damaged or not, and takes what is put; `read` reads such a row once more, for the new one.
        """

    def forget(self) -> None:
        """What it holds is of other rows than there are now: it gives nothing of it any more, until all is written anew."""

    def fault(self) -> str:
        """Why the index cannot be read, as /readyz says it; "" when it can."""

    def find(
        self, query: str, network_ids: Collection[int], kinds: Collection[str] = (), most: int = MOST
    ) -> list[Key]:
        """Documents with all the words, best first; if there are none, with some of them or nearly them."""

    def keys(self) -> set[Key]:
        """Every document that the index holds."""
