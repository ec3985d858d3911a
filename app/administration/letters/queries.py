"""Reads about letters by their sort: counts with a day, and why some failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select

from app.accounts.models import Person
from app.administration.letters.sorts import SORTS, SortOfLetters
from app.administration.letters.whom import address_of, answers_without_people, person_of
from app.administration.parts import refused_for_good
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.outbox import MOST_ATTEMPTS, OutboxItem, idle, in_vain
from app.core.permissions import require
from app.networks.models import LearningNetwork, Membership, Module
from app.networks.policy import Capability, Permission, networks_where

#: So long back is counted.
WEEK = timedelta(days=7)
#: So many failed letters are read for what their server answered, and so many answers shown.
MOST_READ, MOST_ANSWERS = 500, 10


@dataclass(frozen=True)
class CountSince:
    many: int
    #: The newest for what was sent, the oldest for what was not.
    day: datetime | None


@dataclass(frozen=True)
class SortInCounts:
    sort: SortOfLetters
    sent: CountSince
    waiting: CountSince
    tried_again: CountSince
    given_up: CountSince
    #: Of all that failed: the server of the address wants no letter for it.
    bounced: CountSince
    #: What was answered, without whom it was about, and to how many letters.
    answers: Sequence[tuple[str, int]]
    #: How many failed for reasons that are not among these.
    other_answers: int


@dataclass(frozen=True)
class UnreachedMember:
    """A member of a network whose address refuses letters, since when."""

    membership_id: int
    name: str
    since: datetime
    slug: str
    code: str


def letters(seen_by: Actor) -> list[SortInCounts]:
    """Each sort that may be looked at. Refused for everybody but an administrator, like all here."""
    require(seen_by, Permission.ADMINISTER, None)
    return [_counted(sort) for sort in SORTS]


def other_letters(seen_by: Actor) -> int:
    """How many letters of workshops, and of news to those who took part or voted, are owed: one number, as more would say
    who did not vote.
    """
    require(seen_by, Permission.ADMINISTER, None)
    shown = [kind for sort in SORTS for kind in sort.kinds]
    theirs = OutboxItem.kind.startswith("notifications.", autoescape=True) & OutboxItem.kind.not_in(shown)
    due = OutboxItem.done_at.is_(None) & (OutboxItem.due_at <= clock.now())
    owed = select(func.count()).where(theirs, due | (OutboxItem.done_at.is_(None) & in_vain()))
    return db.session.scalars(owed).one()


def to_be_stopped(sort: SortOfLetters, seen_by: Actor) -> int:
    """How many letters of this sort are owed, without those that are being sent."""
    require(seen_by, Permission.ADMINISTER, None)
    owed = select(func.count()).where(OutboxItem.kind.in_(sort.kinds), OutboxItem.done_at.is_(None), idle())
    return db.session.scalars(owed).one()


def refusing_since(person_ids: Collection[int], seen_by: Actor) -> dict[int, datetime]:
    """Of these people, those whose address refuses letters, since the oldest of them. Only by letters that may be looked
    into: whom a reminder did not reach stands nowhere.
    """
    require(seen_by, Permission.ADMINISTER, None)
    if not (refused := _refused_letters()):
        return {}
    people = select(Person.id, Person.email).where(Person.id.in_(person_ids))
    return {each: at for each, email in db.session.execute(people) if (at := refused.since(each, email))}


def unreached_members(networks: Collection[int], seen_by: Actor) -> list[UnreachedMember]:
    """The members whose address refuses letters, by such letters too, the longest first. In networks of these in which the
    reader invites people: they know somebody's other address, or can ask.
    """
    ids = networks_where(seen_by, Capability.INVITE) & frozenset(networks)
    if not ids or not (refused := _refused_letters()):
        return []
    members = (
        select(Membership.id, Person.id, Person.email, Person.name, LearningNetwork.slug, Module.code)
        .join(Person, Person.id == Membership.person_id)
        .join(LearningNetwork, LearningNetwork.id == Membership.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .where(Membership.network_id.in_(ids), Membership.left_at.is_(None), Person.active)
        .where(or_(Person.id.in_(refused.people), Person.email.in_(refused.addresses)))
        .order_by(Membership.id)
    )
    found: dict[tuple[int, str], UnreachedMember] = {}
    for membership_id, person_id, email, name, slug, code in db.session.execute(members):
        if since := refused.since(person_id, email):
            found.setdefault((person_id, slug), UnreachedMember(membership_id, name, since, slug, code))
    return sorted(found.values(), key=lambda each: (each.since, each.membership_id))


@dataclass(frozen=True)
class _RefusedLetters:
    """To whom, or to which address, and when the oldest of each was owed."""

    people: Mapping[int, datetime]
    addresses: Mapping[str, datetime]

    def since(self, person_id: int, email: str) -> datetime | None:
        known = (self.people.get(person_id), self.addresses.get(email))
        return min((at for at in known if at), default=None)


def _refused_letters() -> _RefusedLetters | None:
    """The newest of those that may be looked into; None if there are none."""
    kinds = [kind for sort in SORTS for kind in sort.kinds]
    refused = select(OutboxItem.payload, OutboxItem.created_at)
    refused = refused.where(OutboxItem.kind.in_(kinds), OutboxItem.done_at.is_(None), refused_for_good())
    people: dict[int, datetime] = {}
    addresses: dict[str, datetime] = {}
    for payload, at in db.session.execute(refused.order_by(OutboxItem.id.desc()).limit(MOST_READ)):
        if person_id := person_of(payload):
            people[person_id] = min(at, people.get(person_id, at))
        if address := address_of(payload):
            addresses[address] = min(at, addresses.get(address, at))
    return _RefusedLetters(people, addresses) if people or addresses else None


def _counted(sort: SortOfLetters) -> SortInCounts:
    gone = select(func.count(), func.max(OutboxItem.done_at))
    gone = gone.where(OutboxItem.kind == sort.sent_by, OutboxItem.done_at > clock.now() - WEEK)
    state = case(
        (refused_for_good(), "bounced"),
        (OutboxItem.attempts >= MOST_ATTEMPTS, "given up"),
        (in_vain(), "again"),
        else_="waiting",
    ).label("state")
    owed = select(state, func.count(), func.min(OutboxItem.created_at))
    owed = owed.where(OutboxItem.kind.in_(sort.kinds), OutboxItem.done_at.is_(None)).group_by(state)
    found = {name: CountSince(many, since) for name, many, since in db.session.execute(owed)}
    none = CountSince(0, None)
    again, given_up, bounced = (found.get(name, none) for name in ("again", "given up", "bounced"))
    failed = again.many + given_up.many + bounced.many
    answers = _answers(sort) if failed else []
    return SortInCounts(
        sort,
        CountSince(*db.session.execute(gone).one()),
        found.get("waiting", none),
        again,
        given_up,
        bounced,
        answers,
        max(failed - sum(many for _, many in answers), 0),
    )


def _answers(sort: SortOfLetters) -> list[tuple[str, int]]:
    failed = select(OutboxItem.last_error, OutboxItem.payload)
    failed = failed.where(OutboxItem.kind.in_(sort.kinds), OutboxItem.done_at.is_(None), in_vain())
    rows = db.session.execute(failed.order_by(OutboxItem.id.desc()).limit(MOST_READ)).all()
    answer = answers_without_people([payload for _, payload in rows])
    counted = Counter(answer(error, payload) for error, payload in rows)
    return counted.most_common(MOST_ANSWERS)
