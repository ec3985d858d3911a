"""Who asks for another address, and which chairs could confirm it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import AddressChange, Person
from app.accounts.services.address_changes import PAUSE
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.models import LearningNetwork, Membership, Role
from app.networks.policy import Permission


class AsksForAddress(NamedTuple):
    """A member who asks, and why a chair cannot confirm it yet, or at all; "" if they can."""

    change: AddressChange
    hindrance: str
    #: From when the old address cannot stop it any more by itself.
    can_from: datetime

    @property
    def too_soon(self) -> bool:
        return clock.real_now() < self.can_from


def asking(network: LearningNetwork, seen_by: Actor) -> list[AsksForAddress]:
    """Members of this network who ask its chairs, the longest waiting first."""
    require(seen_by, Permission.CONFIRM_ADDRESS, network)
    return [AsksForAddress(each, hindrance(each, seen_by), each.asked_at + PAUSE) for each in _waiting(network.id)]


def how_many_ask(network: LearningNetwork, seen_by: Actor) -> int:
    require(seen_by, Permission.CONFIRM_ADDRESS, network)
    return len(_waiting(network.id))


def addresses_asked(seen_by: Actor) -> Select[int, int, datetime | None] | None:
    """Of each network that the reader chairs in which somebody asks whom they could confirm: its id, how many, since when;
    None if they chair none. To be asked together with others (app/networks/asking.py).
    """
    mine = [each for each, held in seen_by.roles.items() if Role.CHAIR in held]
    if not mine:
        return None
    here, elsewhere = aliased(Membership), aliased(Membership)
    chairs_elsewhere = exists().where(
        elsewhere.person_id == Person.id,
        elsewhere.role == Role.CHAIR,
        elsewhere.left_at.is_(None),
        elsewhere.network_id.not_in(mine),
    )
    return (
        select(here.network_id, func.count(AddressChange.id.distinct()), func.min(AddressChange.asks_chair_at))
        .join(AddressChange, AddressChange.person_id == here.person_id)
        .join(Person, Person.id == here.person_id)
        .where(here.network_id.in_(mine), here.left_at.is_(None), Person.active, Person.id != seen_by.person_id)
        .where(Person.is_admin.is_(False), Person.is_analyst.is_(False), ~chairs_elsewhere)
        .where(AddressChange.asks_chair_at.is_not(None), AddressChange.expires_at > clock.real_now())
        .group_by(here.network_id)
    )


def _waiting(network_id: int) -> list[AddressChange]:
    here = select(Membership.person_id).where(Membership.network_id == network_id, Membership.left_at.is_(None))
    asked = (
        select(AddressChange)
        .join(AddressChange.person)
        .options(contains_eager(AddressChange.person))
        .where(
            AddressChange.asks_chair_at.is_not(None),
            AddressChange.expires_at > clock.real_now(),
            AddressChange.person_id.in_(here),
            Person.active,
        )
    )
    return list(db.session.scalars(asked.order_by(AddressChange.asks_chair_at, AddressChange.id)))


def hindrance(change: AddressChange, seen_by: Actor) -> str:
    """Why this chair does not confirm this change, in a sentence; "" if they may once everything is answered.

    Whoever takes an account over by a false confirmation gains what its owner may do: so nobody confirms for somebody who
    may do more than they may themselves.
    """
    person = change.person
    if person.id == seen_by.person_id:
        return gettext("Nobody confirms an address of their own.")
    if person.is_admin or person.is_analyst:
        return gettext("They look after the whole site, so it is confirmed only at the old address, or at the machine.")
    if any(Role.CHAIR not in seen_by.roles_in(each) for each in _chaired_by(person.id)):
        return gettext("They chair a network that you do not chair, so you cannot confirm this.")
    return ""


def _chaired_by(person_id: int) -> list[int]:
    mine = select(Membership.network_id).where(
        Membership.person_id == person_id, Membership.role == Role.CHAIR, Membership.left_at.is_(None)
    )
    return list(db.session.scalars(mine))


def networks_that_could_confirm(seen_by: Actor, person: Person) -> list[int]:
    """The networks of this person in which another chair could confirm an address of theirs."""
    if person.is_admin or person.is_analyst:
        return []
    chaired = set(_chaired_by(person.id))
    return sorted(
        network_id
        for network_id, others in _other_chairs(seen_by, person.id).items()
        if any(chaired <= theirs for theirs in others.values())
    )


def _other_chairs(seen_by: Actor, person_id: int) -> Mapping[int, Mapping[int, set[int]]]:
    """Of each network of the reader: its other chairs, with all the networks that each of them chairs."""
    chairs = (
        select(Membership.person_id, Membership.network_id)
        .join(Membership.person)
        .where(Membership.role == Role.CHAIR, Membership.left_at.is_(None), Person.active)
        .where(Membership.person_id != person_id)
    )
    chaired: dict[int, set[int]] = defaultdict(set)
    for chair_id, network_id in db.session.execute(chairs):
        chaired[chair_id].add(network_id)
    return {
        network_id: {chair_id: theirs for chair_id, theirs in chaired.items() if network_id in theirs}
        for network_id in seen_by.roles
    }
