"""The demo's accounts and memberships."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.demo.content_files import EVERYWHERE, accounts, email
from app.networks.models import LearningNetwork, Membership, Role
from app.networks.queries import actor_of
from app.networks.services import add_member


def make_person(login: str, name: str, password_hash: str) -> Person:
    """This demo account, made if it is not there."""
    person = db.session.scalar(select(Person).where(Person.email == email(login)))
    if person is None:
        person = Person(
            email=email(login),
            name=name,
            password_hash=password_hash,
            created_at=clock.now(),
            is_demo=True,
            is_admin=login == "admin",
            is_analyst=login == "wrangler",
        )
        db.session.add(person)
        db.session.flush()  # the membership needs the id
    return person


def make_members(network: LearningNetwork, told: dict[str, Any], password: str) -> None:
    """Everybody who belongs to this network, with one hash of the one demo password."""
    password_hash = hash_password(password)
    for login, name, role in accounts(network.slug, told):
        add_member(network, make_person(login, name, password_hash), Role(role))
    for login, (name, places) in EVERYWHERE.items():
        person = make_person(login, name, password_hash)
        if network.slug in places:
            # The researcher's role is known from the first day, as the method asks.
            add_member(network, person, Role(places[network.slug]), declared=True)
    db.session.flush()  # the actors are read from the rows


class Cast:
    """Who is who in one network: `cast["al03"]` is the actor of al03.s215."""

    def __init__(self, network: LearningNetwork) -> None:
        self._slug = network.slug
        self._known: dict[str, Actor] = {}
        voters = (
            select(Membership.person_id)
            .where(Membership.network_id == network.id, Membership.role.in_([Role.AL, Role.MODULE_TEAM, Role.CHAIR]))
            .distinct()
            .order_by(Membership.person_id)
        )
        self._voters = [self._actor(person_id) for person_id in db.session.scalars(voters)]

    def __getitem__(self, who: str) -> Actor:
        if who not in self._known:
            addresses = [email(who), email(f"{who}.{self._slug}")]
            found = select(Person.id).where(Person.email.in_(addresses))
            self._known[who] = self._actor(db.session.scalars(found).one())
        return self._known[who]

    def voters(self, count: int, start: int) -> list[Actor]:
        """`count` people who may vote, beginning at another place for each subject."""
        size = len(self._voters)
        return [self._voters[(start * 7 + step) % size] for step in range(min(count, size))]

    @staticmethod
    def _actor(person_id: int) -> Actor:
        found = actor_of(person_id)
        assert found is not None
        return found
