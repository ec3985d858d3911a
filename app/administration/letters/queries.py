"""Reads about letters by their sort: counts with a day, and why some failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, or_, select

from app.accounts.models import Person
from app.administration.letters.answers import without_people
from app.administration.letters.sorts import SORTS, SortOfLetters
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


def _counted(sort: SortOfLetters) -> SortInCounts:
    gone = select(func.count(), func.max(OutboxItem.done_at))
    gone = gone.where(OutboxItem.kind == sort.sent_by, OutboxItem.done_at > clock.now() - WEEK)
    state = case((OutboxItem.attempts >= MOST_ATTEMPTS, "given up"), (in_vain(), "again"), else_="waiting").label(
        "state"
    )
    owed = select(state, func.count(), func.min(OutboxItem.created_at))
    owed = owed.where(OutboxItem.kind.in_(sort.kinds), OutboxItem.done_at.is_(None)).group_by(state)
    found = {name: CountSince(many, since) for name, many, since in db.session.execute(owed)}
    none = CountSince(0, None)
    again, given_up = found.get("again", none), found.get("given up", none)
    failed = again.many + given_up.many
    answers = _answers(sort) if failed else []
    return SortInCounts(
        sort,
        CountSince(*db.session.execute(gone).one()),
        found.get("waiting", none),
        again,
        given_up,
        answers,
        max(failed - sum(many for _, many in answers), 0),
    )


def _answers(sort: SortOfLetters) -> list[tuple[str, int]]:
    failed = select(OutboxItem.last_error, OutboxItem.payload)
    failed = failed.where(OutboxItem.kind.in_(sort.kinds), OutboxItem.done_at.is_(None), in_vain())
    rows = db.session.execute(failed.order_by(OutboxItem.id.desc()).limit(MOST_READ)).all()
    ids = {payload.get("person", payload.get("person_id")) for _, payload in rows} - {None}
    to = {str(payload.get("to", payload.get("email", ""))) for _, payload in rows} - {""}
    people = select(Person.id, Person.email, Person.name).where(or_(Person.id.in_(ids), Person.email.in_(to)))
    known: dict[int | str, tuple[str, str]] = {}
    for person_id, email, name in db.session.execute(people):
        known[person_id] = known[email] = (email, name)
    counted: Counter[str] = Counter()
    for error, payload in rows:
        address = str(payload.get("to", payload.get("email", "")))
        person = known.get(payload.get("person", payload.get("person_id", address)), ())
        counted[without_people(error, [address, *person])] += 1
    return counted.most_common(MOST_ANSWERS)
