"""Reads about letters by their sort: counts with a day, and why some failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select

from app.accounts.models import Person
from app.administration.letters.sorts import SORTS, SortOfLetters
from app.administration.letters.whom import address_of, answers_without_people, person_of
from app.administration.parts import refused_for_good
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.outbox import MOST_ATTEMPTS, OutboxItem, idle, in_vain
from app.core.permissions import require
from app.networks.policy import Permission

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
    kinds = [kind for sort in SORTS for kind in sort.kinds]
    refused = select(OutboxItem.payload, OutboxItem.created_at)
    refused = refused.where(OutboxItem.kind.in_(kinds), OutboxItem.done_at.is_(None), refused_for_good())
    rows = db.session.execute(refused.order_by(OutboxItem.id.desc()).limit(MOST_READ)).all()
    people = select(Person.id, Person.email).where(Person.id.in_(person_ids)) if rows else None
    found: dict[int, datetime] = {}
    for person_id, email in db.session.execute(people) if people is not None else ():
        theirs = [at for payload, at in rows if person_id == person_of(payload) or email == address_of(payload)]
        if theirs:
            found[person_id] = min(theirs)
    return found


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
