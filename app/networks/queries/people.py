"""Members of a network and what a person did, as far as the reader may know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, case, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.accounts.queries import only_invented_people
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db, rows_of
from app.core.permissions import require
from app.networks.models import BY_ADMINISTRATOR, ROLE_WORDS, LearningNetwork, Membership, Module, Role
from app.networks.policy import Capability, Permission, holds


def members(network: LearningNetwork, seen_by: Actor) -> list[Membership]:
    """Present memberships with their people, by role and then name. Says nothing of who takes part how much."""
    require(seen_by, Permission.SEE_MEMBERS, network)
    query = (
        select(Membership)
        .join(Membership.person)
        .options(contains_eager(Membership.person))
        .where(Membership.network_id == network.id, Membership.left_at.is_(None))
        .order_by(_in_order_of_roles(), Person.name, Person.id)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True)
class MadeByAdministrator:
    """A membership that the administrator made; `left_at` if it has ended since."""

    at: datetime
    by: str
    name: str
    role: Role
    left_at: datetime | None


def made_by_administrators(network: LearningNetwork, seen_by: Actor) -> list[MadeByAdministrator]:
    """Every membership that no role in the network gave, newest first, ended ones too: who was let in from outside.

    Whoever left and asked for their role instead is named to chair and moderator all the same: otherwise an administrator
    could let an address of their own in, read, leave, and never be named.
    """
    require(seen_by, Permission.SEE_MEMBERS, network)
    always_named = holds(seen_by, Capability.INVITE, network.id)
    ends = _ends_of_memberships(network.id)
    made_by = aliased(Person)
    query = (
        select(AuditEntry.at, made_by.name, Membership)
        .join(Membership, Membership.id == AuditEntry.subject_id)
        .join(made_by, made_by.id == AuditEntry.actor_id)
        .options(joinedload(Membership.person))
        .where(
            AuditEntry.network_id == network.id,
            AuditEntry.subject_kind == Membership.__tablename__,
            AuditEntry.verb == BY_ADMINISTRATOR,
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return [
        MadeByAdministrator(
            at,
            by,
            each.person.name if always_named else _name_of(each),
            each.role,
            next((end for end in ends[each.id] if end >= at), None),
        )
        for at, by, each in db.session.execute(query)
    ]


def _ends_of_memberships(network_id: int) -> Mapping[int, list[datetime]]:
    """Membership id → when it ended, each time: somebody who comes back has the same membership again."""
    query = select(AuditEntry.subject_id, AuditEntry.at).where(
        AuditEntry.network_id == network_id,
        AuditEntry.subject_kind == Membership.__tablename__,
        AuditEntry.verb.in_(("leave", "end the membership")),
    )
    ends: dict[int, list[datetime]] = defaultdict(list)
    for membership_id, at in db.session.execute(query.order_by(AuditEntry.at)):
        ends[membership_id].append(at)
    return ends


def _name_of(membership: Membership) -> str:
    withheld = membership.left_at is not None and membership.name_withheld
    return f"{ROLE_NAMES[membership.role]}, former member" if withheld else membership.person.name


def _in_order_of_roles() -> ColumnElement[int]:
    order = (Role.CHAIR, Role.MODERATOR, Role.MODULE_TEAM, Role.AL, Role.STAFF_TUTOR, Role.ANALYST, Role.RESEARCHER)
    return case({role: at for at, role in enumerate(order)}, value=Membership.role, else_=len(order))


def role_totals(network: LearningNetwork, seen_by: Actor) -> dict[Role, int]:
    """How many members hold each role: totals, and nothing about any one of them."""
    require(seen_by, Permission.SEE_MEMBERS, network)
    found = dict(iter(rows_of(_TOTALS, {"network": network.id})))
    return {role: found[role] for role in Role if role in found}


def former_names(network_id: int, seen_by: Actor) -> dict[int, str]:
    """Person id → "AL, former member", for those who left and asked that their role stand for their name."""
    if not seen_by.roles_in(network_id):
        return {}
    left = rows_of(_WITHHELD, {"network": network_id})
    return {person_id: f"{ROLE_NAMES[role]}, former member" for person_id, role in left}


def former_names_among(person_ids: Collection[int], seen_by: Actor) -> dict[tuple[int, int], str]:
    """The same of these people in all networks of the reader: (network id, person id) → "AL, former member"."""
    if not person_ids or not seen_by.roles:
        return {}
    query = select(Membership.network_id, Membership.person_id, Membership.role).where(
        Membership.person_id.in_(person_ids),
        Membership.network_id.in_(sorted(seen_by.roles)),
        Membership.left_at.is_not(None),
        Membership.name_withheld,
    )
    return {
        (network_id, person_id): f"{ROLE_NAMES[role]}, former member"
        for network_id, person_id, role in db.session.execute(query)
    }


_TOTALS = (
    select(Membership.role, func.count())
    .where(Membership.network_id == bindparam("network"), Membership.left_at.is_(None))
    .group_by(Membership.role)
)
_WITHHELD = select(Membership.person_id, Membership.role).where(
    Membership.network_id == bindparam("network"), Membership.left_at.is_not(None), Membership.name_withheld
)


#: A role as a heading.
ROLE_NAMES = {role: words[:1].upper() + words[1:] for role, words in ROLE_WORDS.items()}


def own_roles(seen_by: Actor) -> Sequence[Membership]:
    """One's own present memberships."""
    query = select(Membership).where(Membership.person_id == seen_by.person_id, Membership.left_at.is_(None))
    return db.session.scalars(query.order_by(Membership.network_id, Membership.id)).all()


@dataclass(frozen=True)
class RecordLine:
    """Something one did oneself, from the history."""

    at: datetime
    network: str
    what: str


def own_record(seen_by: Actor, most: int | None = None) -> list[RecordLine]:
    """What the reader did, newest first. Only ever their own: there is no such list about anybody else.

    Votes are not in it, because no row anywhere says who voted for what in a history.
    """
    query = (
        select(AuditEntry.at, Module.code, AuditEntry.verb, AuditEntry.subject_kind)
        .outerjoin(LearningNetwork, LearningNetwork.id == AuditEntry.network_id)
        .outerjoin(Module, Module.id == LearningNetwork.module_id)
        .where(AuditEntry.actor_id == seen_by.person_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(most)
    )
    return [
        RecordLine(at, code or "", f"{_in_words(verb).capitalize()} ({_KINDS.get(kind) or _in_words(kind)})")
        for at, code, verb, kind in db.session.execute(query)
    ]


#: Tables whose name is not their word.
_KINDS = {
    "learning_network": "network",
    "tricky_topic": "Tricky Topic",
    "loop_reply": "reply",
    "api_token": "API token",
}


def _in_words(name: str) -> str:
    return name.replace("_", " ")


@dataclass(frozen=True)
class DemoAccount:
    """An invented person whom the front page offers to look around as."""

    email: str
    name: str
    role: str
    note: str


#: Whom the front page offers, with what each can show, in this order.
OFFERED = {
    "al03.s215": "has raised things in S215 and got replies",
    "chair.s215": "decides, and approves replies",
    "moderator1": "runs three networks",
    "al01.mst124": "is in the middle of a cycle",
    "wrangler": "reads the figures of every network",
    "stafftutor.sci": "may post, does not vote, measures nobody",
    "admin": "manages people; reads no network",
}


def demo_accounts() -> list[DemoAccount]:
    """The invented people to offer on the front page; empty unless everybody here is invented.

    Public on purpose, so it takes no reader: it names nobody who exists.
    """
    if not only_invented_people():
        return []
    emails = [f"{each}@example.org" for each in OFFERED]
    query = (
        select(Person.email, Person.name, Module.code, Membership.role)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.left_at.is_(None))
        .outerjoin(LearningNetwork, LearningNetwork.id == Membership.network_id)
        .outerjoin(Module, Module.id == LearningNetwork.module_id)
        .where(Person.is_demo, Person.active, Person.email.in_(emails))
        .order_by(Module.code)
    )
    held: dict[tuple[str, str], list[str]] = {}
    for email, name, code, role in db.session.execute(query):
        held.setdefault((email, name), []).append(f"{ROLE_NAMES[role]}, {code}" if role else "Administrator")
    return _in_offered_order(held)


def _in_offered_order(held: dict[tuple[str, str], list[str]]) -> list[DemoAccount]:
    found = []
    for who, note in OFFERED.items():
        for (email, name), roles in held.items():
            if email == f"{who}@example.org":
                words = roles[0] if len(roles) == 1 else f"{roles[0].split(',')[0]}, {len(roles)} networks"
                found.append(DemoAccount(email, name, words, note))
    return found
