"""Which entries hold these words, asked of the site's own database.

Words and rows stand in one database and change in one transaction: what was published is found at once, and whether a
reader may see it is a condition of the same statement, so that nothing is cut off before their rights are asked. An
engine writes the words of entries and gives the pieces of that statement; it knows no rights.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sqlalchemy import ColumnElement, FromClause, Select

from app.search.indexes.language import Asked

#: Of each kind so many are ranked, the newest: whoever is given more adds a word. Counts stop there, too.
MOST = 500
#: Forms that a mistyped word is compared with.
MOST_NEIGHBOURS = 3_000


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


class Engine(Protocol):
    """The words of one kind of database. Nothing that a person types makes it raise."""

    #: Where the words stand; its `entry_id` is the entry's.
    words: FromClause
    entry_id: ColumnElement[int]
    #: The numbers of all entries that have words.
    held_id: ColumnElement[int]

    def holds(self, name: str) -> ColumnElement[bool]:
        """Whether the words match what `asked` made, given to the statement as the value `name`."""

    def worth(self, name: str) -> ColumnElement[float]:
        """How well they do; more is better."""

    def among(self, name: str) -> Select[tuple[int]]:
        """The entries that match."""

    def asked(self, asked: Asked, place: str = "", *, title: bool = False) -> str:
        """The value of `holds`: all that was asked for, in entries of this place; or in their titles alone."""

    def store(self, entries: Sequence[tuple[int, IndexedText]]) -> None:
        """Make the words of these entries what their texts say, in the present transaction."""

    def drop(self, entry_ids: Collection[int]) -> None:
        """Take the words of these entries out."""

    def words_beginning(self, beginning: str) -> Iterable[str]:
        """Words as they are written, of all entries, at most MOST_NEIGHBOURS."""

    def tidy(self, *, begin: bool) -> bool:
        """Write over some of what was taken out, in the present transaction; False if nothing is left to do."""


#: Kinds of which a site may have many times more than of all others.
MANY = frozenset({"post"})


def places(kind: str) -> tuple[str, ...]:
    """The words by which entries of this kind are asked for without looking at all others."""
    return ("all", f"k{kind}") if kind in MANY else ("all", "rest", f"k{kind}")
