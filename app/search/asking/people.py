"""Members by their names. Asked of the memberships themselves: names stand in no index, and an erased one is gone at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.models import Membership, Role, role_words
from app.networks.policy import WHOEVER_READS, Capability, in_networks_where, networks_of
from app.search.asking.operators import Typed
from app.search.indexes.language import plain_words

#: So many are shown above the results.
FEW = 5


class PersonFound(NamedTuple):
    """A member of one of the reader's networks."""

    name: str
    roles: str
    slug: str
    module: str


_MEMBERS = (
    select(Person.id, Person.name, Membership.network_id, Membership.role)
    .join(Membership, Membership.person_id == Person.id)
    .where(in_networks_where(Membership.network_id, WHOEVER_READS, Capability.READ))
    .order_by(Person.name, Person.id, Membership.network_id)
)
_PRESENT = _MEMBERS.where(Membership.left_at.is_(None))
_NAMED = _MEMBERS.where(~Membership.name_withheld)


def named(typed: Typed, seen_by: Actor, networks: Collection[int]) -> list[PersonFound]:
    """The first few members whose name has each of the words, or words that begin so."""
    if not typed.words or typed.fields.keys() - {"network", "kind"}:
        return []
    roles: dict[tuple[str, int, int], set[Role]] = {}
    for person_id, name, network_id, role in rows_of(_PRESENT, networks_of(seen_by, Capability.READ)):
        if network_id in networks and is_called(name, typed.words):
            roles.setdefault((name, network_id, person_id), set()).add(role)
    places = {each.id: each for each in seen_by.places}
    found = [(name, held, places[network]) for (name, network, _one), held in roles.items() if network in places]
    return [PersonFound(name, role_words(held), at.slug, at.code) for name, held, at in found[:FEW]]


def ids_of(typed: str, seen_by: Actor) -> list[int]:
    """Who is meant by `author:`: members now or before, but for those whose name is withheld. "me" is the reader."""
    if typed.lower() == "me" and seen_by.person_id is not None:
        return [seen_by.person_id]
    found = rows_of(_NAMED, networks_of(seen_by, Capability.READ))
    return sorted({person_id for person_id, name, _network, _role in found if is_called(name, typed)})


def is_called(name: str, typed: str) -> bool:
    """Whether the name has a word that begins like each of those typed."""
    wanted, there = plain_words(typed), plain_words(name)
    return bool(wanted) and all(any(word.startswith(each) for word in there) for each in wanted)
