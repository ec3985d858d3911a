"""Things of a network that have a number: how their tokens are read, and what # offers of them.

`#S215-T12` is topic 12 of the network at /networks/s215. A feature registers its letter and its model once; title and state
are read when a page is shown, for its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.models import LearningNetwork
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from app.web.page.naming import NamedThing, Offered, name_by
from app.web.page.panels import offer

#: So many of each kind are offered at once.
OFFERED = 5


class NumberedPlace(NamedTuple):
    """What a token names: a network that the reader belongs to, and a number in it."""

    network_id: int
    slug: str
    number: int


def places(refs: Collection[str], seen_by: Actor) -> dict[str, NumberedPlace]:
    """Token → what it names, of networks of the reader."""
    mine = {place.slug.casefold(): place for place in seen_by.places}
    found = {}
    for ref in refs:
        slug, _, code = ref[1:].rpartition("-")
        place = mine.get(slug.casefold())
        if place is not None:
            found[ref] = NumberedPlace(place.id, place.slug, int(code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")))
    return found


def _reads(actor: Actor) -> dict[str, Any]:
    return networks_of(actor, Capability.READ)


@dataclass
class Numbered:
    """A kind of thing that has a number, a title and a state in its network, and an address under it."""

    letter: str
    #: What it is called before its number: topic 12.
    noun: str
    #: Under the network's address: topics.
    path: str
    model: Any
    visible: Callable[[Actor], ColumnElement[bool]]
    #: A state in words; None for what has none.
    state_words: Callable[[str], str] | None = None
    #: The values that `visible` asks for, when it was made for WHOEVER_READS.
    values: Callable[[Actor], dict[str, Any]] = _reads

    def register(self) -> None:
        name_by(self.name, self.letter)
        offer("networks.names", self.offered, order=10)

    def name(self, refs: Collection[str], seen_by: Actor) -> dict[str, NamedThing]:
        found = places(refs, seen_by)
        if not found:
            return {}
        values = {
            "networks": [each.network_id for each in found.values()],
            "numbers": [each.number for each in found.values()],
        }
        rows = rows_of(self._named, values | self.values(seen_by))
        known = {(row.network_id, row.number): row for row in rows}
        return {
            ref: NamedThing(
                row.title, f"/networks/{place.slug}/{self.path}/{place.number}", self._note(place.number, row)
            )
            for ref, place in found.items()
            if (row := known.get((place.network_id, place.number))) is not None
        }

    def offered(self, actor: Actor, network: LearningNetwork, text: str) -> Iterator[Offered]:
        """Newest first: those with these letters in their title, or this number."""
        number = text.removeprefix(self.letter).removeprefix(self.letter.lower())
        values = {
            "network": network.id,
            "text": f"%{_plain(text)}%",
            "number": int(number) if number.isdecimal() and len(number) < 9 else 0,
        }
        for row in rows_of(self._sought, values | self.values(actor)):
            token = f"#{network.slug.upper()}-{self.letter}{row.number}"
            yield Offered(token, row.title, self._note(row.number, row))

    def _note(self, number: int, row: Any) -> str:
        state = self.state_words(row.state) if self.state_words else ""
        return f"{self.noun} {number}{', ' if state else ''}{state}"

    @cached_property
    def _columns(self) -> list[Any]:
        of = self.model
        return [of.network_id, of.number, of.title, *([of.state] if self.state_words else [])]

    @cached_property
    def _named(self) -> Select[Any]:
        of = self.model
        return select(*self._columns).where(
            of.network_id.in_(bindparam("networks", expanding=True)),
            of.number.in_(bindparam("numbers", expanding=True)),
            self.visible(WHOEVER_READS),
        )

    @cached_property
    def _sought(self) -> Select[Any]:
        of = self.model
        fits = or_(func.lower(of.title).like(bindparam("text"), escape="\\"), of.number == bindparam("number"))
        return (
            select(*self._columns)
            .where(of.network_id == bindparam("network"), self.visible(WHOEVER_READS), fits)
            .order_by(of.number.desc())
            .limit(OFFERED)
        )


def _plain(text: str) -> str:
    return text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
