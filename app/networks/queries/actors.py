"""From a session or a person's id to the actor, in one query: each request begins with this one."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Select, and_, bindparam, select

from app.accounts.models import Person, SignIn
from app.accounts.passwords import fingerprint
from app.accounts.queries import session_is_open
from app.core import clock
from app.core.actor import Actor, NetworkLink
from app.core.db import rows_of
from app.networks.models import LearningNetwork, Membership, Module

# Columns instead of rows of the mapper: this runs at each request and needs no identity map.
_PERSON_AND_ROLES = (
    select(
        Person.id,
        Person.name,
        Person.is_admin,
        Person.is_analyst,
        Membership.network_id,
        Membership.role,
        Membership.declared,
        LearningNetwork.slug,
        Module.code,
        Module.title,
        LearningNetwork.state,
    )
    .outerjoin(Membership, and_(Membership.person_id == Person.id, Membership.left_at.is_(None)))
    .outerjoin(LearningNetwork, LearningNetwork.id == Membership.network_id)
    .outerjoin(Module, Module.id == LearningNetwork.module_id)
    .where(Person.active)
)

_BY_SESSION = _PERSON_AND_ROLES.join(SignIn, SignIn.person_id == Person.id).where(
    SignIn.key_hash == bindparam("key"), *session_is_open(bindparam("now", type_=SignIn.expires_at.type))
)
_BY_ID = _PERSON_AND_ROLES.where(Person.id == bindparam("person"))


def actor_for(session_key: str) -> Actor | None:
    """The actor whose session holds this key; None if there is none, it has ended, or the account is closed."""
    return _actor(_BY_SESSION, {"key": fingerprint(session_key), "now": clock.real_now()})


def actor_of(person_id: int) -> Actor | None:
    """The actor that this person is today, for letters, tokens and jobs; None if the account is closed."""
    return _actor(_BY_ID, {"person": person_id})


def _actor(query: Select[*tuple[Any, ...]], values: dict[str, Any]) -> Actor | None:
    rows = rows_of(query, values).all()
    if not rows:
        return None
    roles: dict[int, set[str]] = defaultdict(set)
    declared, places = set(), {}
    for _id, _name, _admin, _analyst, network_id, role, is_declared, *place in rows:
        if network_id is not None and role is not None:
            roles[network_id].add(role)
            places[network_id] = NetworkLink(network_id, *place)
            if is_declared:
                declared.add(network_id)
    person_id, name, is_admin, is_analyst = rows[0][:4]
    return Actor(
        person_id=person_id,
        name=name,
        is_admin=is_admin,
        is_analyst=is_analyst,
        roles={network_id: frozenset(held) for network_id, held in roles.items()},
        declared_in=frozenset(declared),
        places=tuple(sorted(places.values(), key=lambda place: place.code)),
    )
