"""People and roles as they are named in texts: what their tokens stand for, whom one may name, and whom a name means."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import bindparam, func, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import rows_of
from app.networks.models import Membership, Role, role_words
from app.networks.policy import Capability, holds
from app.networks.queries.people import ROLE_NAMES
from app.web.page.naming import NamedThing

#: Roles that can be named as a whole, by what their token says: who holds them, and what they are called.
NAMED_ROLES: dict[str, tuple[frozenset[Role], str]] = {
    "team": (frozenset({Role.MODULE_TEAM, Role.CHAIR}), "the module team"),
    "moderators": (frozenset({Role.MODERATOR}), "the moderators"),
}
#: So many are offered at once.
OFFERED = 8


class Member(NamedTuple):
    """Somebody who reads a network today."""

    id: int
    name: str
    roles: str


def _of(refs: Iterable[str]) -> list[tuple[str, str, int]]:
    """Token, who, network."""
    return [(ref, *_parts(ref)) for ref in refs]


def _parts(ref: str) -> tuple[str, int]:
    who, _, network = ref[1:].partition(":")
    return who, int(network)


def name_people(refs: Collection[str], seen_by: Actor) -> dict[str, NamedThing]:
    """Those who belong or belonged to the token's network, for its members; by their role, if they asked for that."""
    asked = [(ref, int(who), network) for ref, who, network in _of(refs) if holds(seen_by, Capability.READ, network)]
    if not asked:
        return {}
    values = {"people": [who for _, who, _ in asked], "networks": [network for _, _, network in asked]}
    names: dict[tuple[int, int], str] = {}
    for person, network, name, role, withheld in rows_of(_KNOWN, values):
        names[person, network] = f"{ROLE_NAMES[role]}, former member" if withheld else name
    return {
        ref: NamedThing(names[who, network], own=who == seen_by.person_id)
        for ref, who, network in asked
        if (who, network) in names
    }


def name_roles(refs: Collection[str], seen_by: Actor) -> dict[str, NamedThing]:
    found = {}
    for ref, role, network in _of(refs):
        if role in NAMED_ROLES and holds(seen_by, Capability.READ, network):
            held = seen_by.roles_in(network) & NAMED_ROLES[role][0]
            found[ref] = NamedThing(NAMED_ROLES[role][1], own=bool(held))
    return found


def members_named(network_id: int, text: str, seen_by: Actor) -> list[Member]:
    """Who reads the network today and has these letters in their name: those that begin with them first. Nobody for a stranger."""
    if not holds(seen_by, Capability.READ, network_id):
        return []
    sought = text.strip().casefold()
    held: dict[int, tuple[str, set[str]]] = {}
    for person, name, role in rows_of(_HERE, {"network": network_id}):
        if sought in name.casefold() and person != seen_by.person_id:
            held.setdefault(person, (name, set()))[1].add(role)
    found = [Member(person, name, role_words(roles)) for person, (name, roles) in held.items()]
    return sorted(found, key=lambda each: (not each.name.casefold().startswith(sought), each.name.casefold(), each.id))


def holders_of(network_id: int, role: str, seen_by: Actor) -> int:
    """How many people are told when this role is named: never the one who names it."""
    if role not in NAMED_ROLES or not holds(seen_by, Capability.READ, network_id):
        return 0
    people = {person for person, _, held in rows_of(_HERE, {"network": network_id}) if held in NAMED_ROLES[role][0]}
    return len(people - {seen_by.person_id})


def ids_of_names(network_id: int, names: Collection[str], seen_by: Actor) -> dict[str, int]:
    """Name → the member of today who alone bears it, whatever the letters' case. For texts that were written without help."""
    if not names or not holds(seen_by, Capability.READ, network_id):
        return {}
    wanted = {name.casefold(): name for name in names}
    found: dict[str, set[int]] = {}
    for person, name, _ in rows_of(_HERE, {"network": network_id}):
        if name.casefold() in wanted:
            found.setdefault(wanted[name.casefold()], set()).add(person)
    return {name: people.pop() for name, people in found.items() if len(people) == 1}


_KNOWN = (
    select(
        Person.id,
        Membership.network_id,
        Person.name,
        Membership.role,
        Membership.left_at.is_not(None) & Membership.name_withheld,
    )
    .join(Person, Person.id == Membership.person_id)
    .where(
        Membership.person_id.in_(bindparam("people", expanding=True)),
        Membership.network_id.in_(bindparam("networks", expanding=True)),
    )
    .order_by(Membership.id)
)
_HERE = (
    select(Person.id, Person.name, Membership.role)
    .join(Person, Person.id == Membership.person_id)
    .where(Membership.network_id == bindparam("network"), Membership.left_at.is_(None), Person.active)
    .order_by(func.lower(Person.name), Person.id)
)
