"""Where texts stand that name people and things, and hold pictures and files. Each feature says it once of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, exists, literal, select

from app.accounts.models import Person
from app.attachments import places as pictures
from app.core.actor import Actor
from app.networks.models import LearningNetwork, Membership
from app.networks.policy import WHOEVER_READS, Capability, networks_of

A_FORMER_MEMBER = "A former member"


def _who_reads(actor: Actor) -> dict[str, Any]:
    return networks_of(actor, Capability.READ)


@dataclass(frozen=True)
class TextPlace:
    """The texts of one table, which whoever sees the row may read."""

    #: Under which their pictures and links are kept.
    kind: str
    model: Any
    visible: Callable[[Actor], ColumnElement[bool]]
    #: In words, before its number: “Tricky Topic”.
    noun: str
    #: Its address under the network's, with {} for the number.
    path: str
    author: Any
    at: Any
    #: What it is called; None where it has no title of its own, or withholds it.
    title: Any
    number: Any
    network: Any
    #: Names of the columns as typed and as shown.
    columns: tuple[tuple[str, str], ...] = ()
    #: What the row is joined to for its title or its number.
    joined: tuple[tuple[Any, Any], ...] = ()
    #: The values that `visible` asks for, when it was made for WHOEVER_READS.
    values: Callable[[Actor], dict[str, Any]] = _who_reads

    @cached_property
    def rows(self) -> Select[Any]:
        """Each with where it stands, what it is called and by whom it is, for whoever reads it."""
        this = self.model
        here = select(
            literal(self.kind).label("text"),
            this.id.label("text_id"),
            LearningNetwork.slug.label("slug"),
            self.number.label("number"),
            self.title.label("title"),
            case((self._withheld, literal(A_FORMER_MEMBER)), else_=Person.name).label("author"),
            self.at.label("at"),
        ).select_from(this)
        for table, condition in self.joined:
            here = here.join(table, condition)
        here = here.join(Person, Person.id == self.author)
        return here.join(LearningNetwork, LearningNetwork.id == self.network).where(self.visible(WHOEVER_READS))

    @cached_property
    def whereabouts(self) -> Select[Any]:
        """Where the text `id` stands, whoever may read it."""
        here = select(LearningNetwork.slug, self.number.label("number")).select_from(self.model)
        for table, condition in self.joined:
            here = here.join(table, condition)
        here = here.join(LearningNetwork, LearningNetwork.id == self.network)
        return here.where(self.model.id == bindparam("id"))

    @property
    def _withheld(self) -> ColumnElement[bool]:
        return exists().where(
            Membership.person_id == self.author,
            Membership.network_id == self.network,
            Membership.left_at.is_not(None),
            Membership.name_withheld,
        )

    def url(self, slug: str, number: int) -> str:
        return f"/networks/{slug}/{self.path.format(number)}"


_places: dict[str, TextPlace] = {}


def offer(place: TextPlace) -> None:
    """Let texts of this kind name people and things, and hold pictures and files."""
    _places[place.kind] = place
    pictures.offer(place.kind, lambda actor: select(place.model.id).where(place.visible(actor)))


def place_of(kind: str) -> TextPlace:
    return _places[kind]


def all_of_them() -> Iterator[TextPlace]:
    for _, place in sorted(_places.items()):
        yield place
