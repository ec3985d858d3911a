"""The cast: the same people in every test, each with one part to play.

Amina and Ben are ALs on S215, Tomos is of its module team, Dilys its chair, Marek the moderator,
Saoirse a staff tutor, Wanda the analyst, Ravi a researcher, Spencer the sponsor. Chidi is an AL on
MST124 and a stranger to S215; Maud chairs MST124. Ada is the administrator. Rows of MST124 are noise:
a filter that forgets the network finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Forum, ForumKind
from app.networks.models import Cycle, LearningNetwork, Membership, Module, Presentation, Role

#: The tests' clock stands at the demo's Friday.
FRIDAY = datetime(2018, 7, 20, 12, 0, tzinfo=UTC)

CAST: dict[str, tuple[str, ...]] = {
    "amina": ("s215", Role.AL),
    "ben": ("s215", Role.AL),
    "tomos": ("s215", Role.MODULE_TEAM),
    "dilys": ("s215", Role.CHAIR),
    "marek": ("s215", Role.MODERATOR),
    "saoirse": ("s215", Role.STAFF_TUTOR),
    "wanda": ("s215", Role.ANALYST),
    "ravi": ("s215", Role.RESEARCHER),
    "spencer": ("s215", Role.SPONSOR),
    "chidi": ("mst124", Role.AL),
    "maud": ("mst124", Role.CHAIR),
    "ada": (),
}
#: They are the first in every database, in this order: nobody needs to be looked up by name.
IDS = {name: number for number, name in enumerate(CAST, 1)}
NETWORKS = {"s215": 1, "mst124": 2}


def build_world() -> None:
    """Write the cast and the two networks. Called once per database; tests roll back to it."""
    with clock.standing_at(FRIDAY):
        for code, title in (("S215", "Chemistry: essential concepts"), ("MST124", "Essential mathematics 1")):
            _build_network(code, title)
        for name, place in CAST.items():
            _build_person(name, place)
    db.session.commit()


def build_world_that_signs_in(password: str) -> World:
    """In an empty database: tables, cast and networks, everybody with this password."""
    db.create_all()
    build_world()
    hashed = hash_password(password)
    for person in db.session.scalars(select(Person)):
        person.password_hash = hashed
    db.session.commit()
    return World()


def _build_network(code: str, title: str) -> None:
    module = Module(code=code, title=title, credits=60, level=2)
    db.session.add(module)
    db.session.flush()
    runs = [
        Presentation(module_id=module.id, code="16J", starts_on=date(2016, 10, 1), weeks=36),
        Presentation(module_id=module.id, code="17J", starts_on=date(2017, 10, 7), weeks=36),
        Presentation(module_id=module.id, code="18J", starts_on=date(2018, 10, 6), weeks=36),
    ]
    network = LearningNetwork(
        module_id=module.id,
        slug=code.lower(),
        purpose=f"Find out together where {code} students get stuck.",
        state="active",
        state_since=FRIDAY,
        created_at=FRIDAY,
    )
    db.session.add_all([*runs, network])
    db.session.flush()
    assert network.id == NETWORKS[network.slug]
    cycle = Cycle(
        network_id=network.id,
        number=1,
        baseline_id=runs[1].id,
        target_id=runs[2].id,
        concern="",
        state="priming",
        state_since=FRIDAY,
        opened_at=FRIDAY,
    )
    forums = [Forum(network_id=network.id, kind=kind, position=at) for at, kind in enumerate(ForumKind)]
    db.session.add_all([cycle, *forums])


def _build_person(name: str, place: tuple[str, ...]) -> None:
    person = Person(email=f"{name}@example.org", name=name.title(), created_at=FRIDAY, is_admin=name == "ada")
    db.session.add(person)
    db.session.flush()
    assert person.id == IDS[name]
    if place:
        slug, role = place
        db.session.add(Membership(network_id=NETWORKS[slug], person_id=person.id, role=Role(role), joined_at=FRIDAY))


@dataclass
class World:
    """The cast by name: `world.amina` is a Person of the present session, `world.s215` a LearningNetwork."""

    def __getattr__(self, name: str) -> Any:
        if name in IDS:
            return db.session.get_one(Person, IDS[name])
        if name in NETWORKS:
            return db.session.get_one(LearningNetwork, NETWORKS[name])
        raise AttributeError(name)

    def forum(self, kind: ForumKind = ForumKind.TRICKY_TOPICS, slug: str = "s215") -> Forum:
        return db.session.query(Forum).filter_by(network_id=NETWORKS[slug], kind=kind).one()

    def presentation(self, code: str, slug: str = "s215") -> Presentation:
        network = getattr(self, slug)
        return db.session.query(Presentation).filter_by(module_id=network.module_id, code=code).one()

    def actor(self, name: str) -> Actor:
        """This person as the services see them, with today's roles."""
        person: Person = getattr(self, name)
        roles: dict[int, set[str]] = {}
        declared = set()
        for member in db.session.query(Membership).filter_by(person_id=person.id, left_at=None):
            roles.setdefault(member.network_id, set()).add(member.role)
            if member.declared:
                declared.add(member.network_id)
        return Actor(
            person_id=person.id,
            name=person.name,
            is_admin=person.is_admin,
            is_analyst=person.is_analyst,
            roles={network: frozenset(held) for network, held in roles.items()},
            declared_in=frozenset(declared),
        )
