"""Work of the worker: which letters are owed, at once and as digests, and forgetting to whom they went.

Each handler writes rows only (notices marked as mailed, letters owed), and they are committed together
with "done". Killed at any moment it leaves nothing, and the next run does all of it once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from app.accounts.models import DigestFrequency, Person
from app.core import clock, outbox
from app.core.db import db
from app.networks.models import Membership, Role
from app.notifications.digest_schedule import AT_ONCE_IN_A_WEEK, WEEK, latest_slot
from app.notifications.letters.notices import MAIL, owe_at_once, owe_digest
from app.notifications.models import Notice
from app.notifications.notify import Notification, notify

#: Outbox kind: write one person's digest.
DIGEST = "notifications.digest"


def mail_at_once(payload: dict[str, Any]) -> None:
    """Outbox handler: one letter for each notice about this fact that is owed one.

    Whoever has had this week's budget of such letters finds it in the digest instead, and the
    moderator is told that some do.
    """
    owed = (Notice.once_key == payload["about"], Notice.at_once, Notice.mailed_at.is_(None))
    db.session.execute(_fold_over_budget(owed).execution_options(synchronize_session=False))
    for notice in db.session.scalars(select(Notice).where(*owed).order_by(Notice.id)):
        owe_at_once(notice)
        notice.mailed_at = clock.now()
    _tell_moderators_of_folding(payload["about"])


def _fold_over_budget(owed: tuple[Any, ...]) -> Any:
    """Put the notices of people over their budget among those that wait for a digest."""
    sent = (
        select(Notice.person_id)
        .where(Notice.at_once, Notice.kind != "reply", Notice.mailed_at > clock.now() - WEEK)
        .group_by(Notice.person_id)
        .having(func.count() >= AT_ONCE_IN_A_WEEK)
    )
    over = update(Notice).where(*owed, Notice.kind != "reply", Notice.person_id.in_(sent))
    return over.values(at_once=False, mail_after=clock.now())


def _tell_moderators_of_folding(about: str) -> None:
    folded = (
        select(Notice)
        .where(Notice.once_key == about, Notice.at_once.is_(False), Notice.mailed_at.is_(None), Notice.kind == "date")
        .limit(1)
    )
    example = db.session.scalars(folded).first()
    if example is None or example.network_id is None or example.subject_id is None:
        return
    moderators = select(Membership.person_id).where(
        Membership.network_id == example.network_id, Membership.role == Role.MODERATOR
    )
    news = Notification(
        network_id=example.network_id,
        about=f"over-budget:{about}",
        kind="mail",
        what="folded",
        subject_id=example.subject_id,
        url=example.url,
    )
    notify(news, moderators)


def owe_digests() -> int:
    """Owe each person's digest of their latest slot, if they have unread notices from before it; how many were due.

    Safe to run at any time and twice: a digest is owed once for a person and slot.
    """
    due = 0
    for pace in DigestFrequency:
        slot = latest_slot(pace, clock.now())
        if slot is None:
            continue
        people = select(Notice.person_id).join(Person, Person.id == Notice.person_id)
        waiting = people.where(Person.mail_pace == pace, Person.active, *_for_digest(slot)).distinct()
        for person_id in db.session.scalars(waiting).all():
            payload = {"person_id": person_id, "slot": slot.isoformat()}
            outbox.enqueue(DIGEST, payload, once=f"{DIGEST}.{person_id}.{slot.isoformat()}")
            due += 1
    return due


def write_digest(payload: dict[str, Any]) -> None:
    """Outbox handler: owe one letter about what the person has neither read nor been mailed. None if that is nothing."""
    slot = datetime.fromisoformat(payload["slot"])
    person_id = payload["person_id"]
    # Marking them first takes them: of two workers that write the same digest, one finds nothing left.
    take = update(Notice).where(Notice.person_id == person_id, *_for_digest(slot)).values(mailed_at=clock.now())
    taken = db.session.scalars(take.returning(Notice.id).execution_options(synchronize_session=False)).all()
    if taken:
        owe_digest(person_id, taken, f"{slot:%Y%m%d}")


def _for_digest(slot: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Notice.read_at.is_(None),
        Notice.mailed_at.is_(None),
        Notice.at_once.is_(False),
        Notice.mail_after <= slot,
    )


def forget_letters() -> None:
    """Empty the debts of letters that have been sent: together they would say who voted, to whoever reads the outbox."""
    outbox.erase(MAIL)
