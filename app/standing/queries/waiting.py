"""What waits for a person, or in a network: one statement over every kind of subject, and one for who holds which role."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, exists, func, not_, or_, select, union_all
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.actions.models import Action
from app.core import clock
from app.core.actor import Actor
from app.core.db import rows_of
from app.interventions.models import Support
from app.networks.lifecycle import OVER
from app.networks.models import LearningNetwork, Membership, Module, Role
from app.networks.policy import GRANTS, Capability, holds, networks_where
from app.standing.parties import CHAINS, Party, parts_of
from app.standing.queries._cases import among as one_of
from app.standing.queries._cases import fixed
from app.standing.queries._subject_rows import issue_rows, topic_rows
from app.standing.queries._work_rows import action_rows, cycle_rows, intervention_rows, reply_rows, workshop_rows
from app.standing.waits import Kind
from app.topics.due import acknowledge_by

#: Of one kind and verb so many are named; the count says how many there are.
MOST = 50


class Waiter(NamedTuple):
    """One thing that waits, with its network, and how many wait for the same verb wherever was asked."""

    kind: Kind
    id: int
    number: int
    title: str
    verb: str
    party: Party | None
    person_id: int | None
    #: The name of that person.
    person: str | None
    since: datetime
    due_on: date | None
    slug: str
    code: str
    of: int


def waiting_for(seen_by: Actor, most: int = MOST, among: Collection[int] | None = None) -> list[Waiter]:
    """Everything that waits for the reader, in all their networks or in those named: what is due first, then what has
    waited longest.
    """
    networks = networks_where(seen_by, Capability.READ)
    networks = networks if among is None else networks & frozenset(among)
    if not networks:
        return []
    held = roles_held(networks)
    answers: dict[Party, list[int]] = defaultdict(list)
    for network_id in held:
        for party in parts_of(frozenset(seen_by.roles_in(network_id)), held[network_id]):
            answers[party].append(network_id)
    chairs = [each for each in networks if Role.CHAIR in seen_by.roles_in(each)]
    values = {party.name: sorted(answers[party]) for party in CHAINS}
    return _waiters(
        _for_me(), {**values, "open": sorted(held), "me": seen_by.person_id, "chairs": chairs, "most": most}
    )


def waiting_in(networks: Collection[int], *, seen_by: Actor, most: int = MOST) -> list[Waiter]:
    """Everything that waits in these networks, as far as the reader belongs to them, whomever it waits for."""
    ids = networks_where(seen_by, Capability.READ) & frozenset(networks)
    alive = sorted(roles_held(ids)) if ids else []
    return _waiters(_in_networks(), {"open": alive, "most": most}) if alive else []


def without_reply(network: LearningNetwork, seen_by: Actor, most: int = MOST) -> list[Waiter]:
    """The topics and issues of the network that have ended and for which nobody has drafted a reply."""
    if not holds(seen_by, Capability.READ, network.id) or network.state in OVER:
        return []
    return _waiters(_without_reply(), {"open": [network.id], "most": most})


def roles_held(networks: Collection[int]) -> dict[int, frozenset[Role]]:
    """Which roles have a member with an open account, in each of those networks that is not over."""
    held: dict[int, set[Role]] = defaultdict(set)
    for network_id, role in rows_of(_HELD, {"networks": sorted(networks)}):
        held[network_id].add(Role(role))
    return {network_id: frozenset(roles) for network_id, roles in held.items()}


def _waiters(query: Select[Any], values: dict[str, Any]) -> list[Waiter]:
    found = [
        Waiter(Kind(kind), row_id, number, title, verb, Party(party) if party else None, *rest)
        for kind, row_id, number, title, verb, party, *rest in rows_of(query, values)
    ]
    return sorted((_with_date(each) for each in found), key=_urgency)


def _with_date(each: Waiter) -> Waiter:
    if each.verb != "acknowledge":
        return each
    return each._replace(due_on=acknowledge_by(clock.local(each.since).date()))


def _urgency(each: Waiter) -> tuple[bool, date, datetime]:
    return each.due_on is None, each.due_on or date.max, each.since


_HELD = (
    select(Membership.network_id, Membership.role)
    .join(Person, and_(Person.id == Membership.person_id, Person.active))
    .join(LearningNetwork, LearningNetwork.id == Membership.network_id)
    .where(
        Membership.network_id.in_(bindparam("networks", expanding=True)),
        Membership.left_at.is_(None),
        LearningNetwork.state.not_in(OVER),
    )
    .distinct()
)


@cache
def all_rows() -> Any:
    """The rows of every kind in the networks of "open", waiting or not."""
    each = (topic_rows, issue_rows, intervention_rows, action_rows, reply_rows, cycle_rows, workshop_rows)
    return union_all(*[rows() for rows in each]).subquery("waits")


def _shown(rows: Any, *where: Any) -> Select[Any]:
    """Of each kind and verb the first, and how many there are."""
    place = func.row_number().over(
        partition_by=(rows.c.kind, rows.c.verb), order_by=(rows.c.due_on, rows.c.since, rows.c.id)
    )
    of = func.count().over(partition_by=(rows.c.kind, rows.c.verb))
    numbered = select(rows, place.label("place"), of.label("of")).where(rows.c.verb.is_not(None), *where).subquery()
    person = aliased(Person)
    c = numbered.c
    return (
        select(c.kind, c.id, c.number, c.title, c.verb, c.party, c.person_id, person.name, c.since, c.due_on)
        .add_columns(LearningNetwork.slug, Module.code, c.of)
        .join(LearningNetwork, LearningNetwork.id == c.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .outerjoin(person, person.id == c.person_id)
        .where(c.place <= bindparam("most"))
    )


@cache
def _without_reply() -> Select[Any]:
    rows = union_all(topic_rows(), issue_rows()).subquery("waits")
    return _shown(rows, rows.c.verb == fixed("draft"))


@cache
def _in_networks() -> Select[Any]:
    return _shown(all_rows())


@cache
def _for_me() -> Select[Any]:
    rows = all_rows()
    mine = [rows.c.person_id == bindparam("me")]
    for party in CHAINS:
        answers = and_(rows.c.party == fixed(party.value), rows.c.network_id.in_(bindparam(party.name, expanding=True)))
        mine.append(and_(answers, *_but(party, rows)))
    return _shown(rows, or_(*mine))


def _but(party: Party, rows: Any) -> list[Any]:
    """What the reader has done already, or may not do."""
    if party is Party.SUPPORTERS:
        # A chair who supports it is still who may decide.
        supports = exists().where(Support.intervention_id == rows.c.id, Support.person_id == bindparam("me"))
        return [or_(not_(supports), rows.c.network_id.in_(bindparam("chairs", expanding=True)))]
    if party is Party.VERIFIERS:
        own = exists().where(Action.id == rows.c.id, Action.owner_id == bindparam("me"))
        others = exists().where(
            Membership.network_id == rows.c.network_id,
            one_of(Membership.role, GRANTS[Capability.VERIFY]),
            Membership.left_at.is_(None),
            Membership.person_id != bindparam("me"),
            Person.id == Membership.person_id,
            Person.active,
        )
        return [or_(not_(own), not_(others))]
    return []
