"""Reads for those who invite: what a list would lead to, and who has not answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Person
from app.core import clock
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.permissions import require
from app.core.text import addresses
from app.networks.invitations.pasted import ListEntry, entries_of
from app.networks.invitations.sorting import Here, Inviter, Sorted, sort
from app.networks.models import PAUSE, SENT_A_LETTER, LearningNetwork, Membership, Role, role_words
from app.networks.policy import Permission


def preview(network: LearningNetwork, text: str, role: Role, seen_by: Actor) -> list[Sorted]:
    """What inviting this list would lead to, line by line. Invalid for one of too many lines.

    Nobody but the administrator learns from it who has an account on the site: like the form for one person, it knows
    the members of this network.
    """
    require(seen_by, Permission.INVITE, network)
    return sorted_for(network, entries_of(text), role, seen_by)


def sorted_for(network: LearningNetwork, entries: list[ListEntry], role: Role, seen_by: Actor) -> list[Sorted]:
    """As `preview`, of a list that has been read."""
    require(seen_by, Permission.INVITE, network)
    return sort(entries, role, _known(network, entries, seen_by), _inviter(network, seen_by))


def roles_to_give(network: LearningNetwork, seen_by: Actor) -> list[Role]:
    """The roles in which this person may invite."""
    may_make_chair = seen_by.is_admin or Role.CHAIR in seen_by.roles_in(network.id)
    return [role for role in Role if may_make_chair or role is not Role.CHAIR]


def _inviter(network: LearningNetwork, seen_by: Actor) -> Inviter:
    own = db.session.scalar(select(Person.email).where(Person.id == seen_by.person_id))
    return Inviter(addresses.for_envelope(own or ""), frozenset(roles_to_give(network, seen_by)))


def _known(network: LearningNetwork, entries: list[ListEntry], seen_by: Actor) -> dict[str, Here]:
    columns = (Person.email, Person.name, Person.password_hash.is_not(None), Membership.role)
    here = (Membership.person_id == Person.id) & (Membership.network_id == network.id) & Membership.left_at.is_(None)
    rows: list[Any] = list(db.session.execute(select(*columns).join(Membership, here)))
    if seen_by.is_admin:
        wanted = {spelling for entry in entries if entry.email for spelling in addresses.spellings(entry.email)}
        accounts = select(*columns).outerjoin(Membership, here).where(Person.email.in_(wanted))
        rows += db.session.execute(accounts.where(Membership.id.is_(None)))
    found: dict[str, Here] = {}
    for email, name, begun, role in rows:
        address = addresses.for_envelope(email)
        held = found[address].roles if address in found else frozenset()
        found[address] = Here(name, held | {role} if role else held, begun=begun)
    return found


@dataclass(frozen=True)
class NotBegun:
    """An invited person who has not begun, with their roles, and when a letter went to them last."""

    person_id: int
    name: str
    roles: frozenset[Role]
    sent_at: datetime
    #: From then on another one may be sent.
    again_at: datetime

    @property
    def due(self) -> bool:
        return self.again_at <= clock.now()

    @property
    def in_words(self) -> str:
        return role_words(self.roles)


def unanswered(network: LearningNetwork, seen_by: Actor) -> list[NotBegun]:
    """Who else was invited and has not begun, the longest waiting first. For those who invite."""
    require(seen_by, Permission.INVITE, network)
    sent = func.max(AuditEntry.at).label("sent")
    letters = (
        select(AuditEntry.subject_id, sent)
        .where(AuditEntry.network_id == network.id, AuditEntry.subject_kind == Membership.__tablename__)
        .where(AuditEntry.verb.in_(SENT_A_LETTER))
        .group_by(AuditEntry.subject_id)
        .subquery()
    )
    query = (
        select(Person.id, Person.name, Membership.role, func.coalesce(letters.c.sent, Membership.joined_at))
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(letters, letters.c.subject_id == Membership.id)
        .where(Membership.network_id == network.id, Membership.left_at.is_(None))
        .where(Person.password_hash.is_(None), Person.active, Person.id != (seen_by.person_id or 0))
    )
    held: dict[int, list[Any]] = {}
    for row in db.session.execute(query):
        held.setdefault(row[0], []).append(row)
    return sorted(map(_unanswered, held.values()), key=lambda each: (each.sent_at, each.name, each.person_id))


def _unanswered(rows: list[Any]) -> NotBegun:
    person_id, name = rows[0][:2]
    sent_at = max(row[3] for row in rows)
    return NotBegun(person_id, name, frozenset(row[2] for row in rows), sent_at, sent_at + PAUSE)
