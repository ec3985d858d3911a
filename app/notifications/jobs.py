"""Work of the worker: which letters are owed, at once and as digests, and forgetting to whom they went.

Each handler writes rows only (notices marked as mailed, letters owed), and they are committed together
with "done". Killed at any moment it leaves nothing, and the next run does all of it once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.accounts.models import AskedMail, DigestFrequency, Person
from app.core import clock, outbox
from app.core.db import changed_rows, db, insert_once
from app.core.letter import MOST_FOLLOWED
from app.networks.models import Membership, Role
from app.notifications.digest_schedule import AT_ONCE_IN_A_WEEK, EDIT_WINDOW, WEEK, latest_slot
from app.notifications.letters.asked import ASKED, ASKED_LETTER, asked_debt, latest_settled
from app.notifications.letters.digest import owe_digest
from app.notifications.letters.notices import MAIL, owe_at_once
from app.notifications.models import DigestMark, Notice
from app.notifications.notify import Notification, notify

#: Outbox kind: write one person's digest.
DIGEST = "notifications.digest"
#: The kinds of notice that a person marked as critical.
CRITICAL = ("date", "due")


def mail_at_once(payload: dict[str, Any]) -> None:
    """Outbox handler: one letter for each notice about this fact that is owed one.

    Whoever has had this week's budget of critical letters finds it in the digest instead, and the
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
    # Two facts may be mailed by two workers: they count one after the other.
    people = select(Person.id).where(Person.id.in_(select(Notice.person_id).where(*owed))).order_by(Person.id)
    db.session.execute(people.with_for_update(of=Person, key_share=True))
    sent = (
        select(Notice.person_id)
        .where(Notice.at_once, Notice.kind.in_(CRITICAL), Notice.mailed_at > clock.now() - WEEK)
        .group_by(Notice.person_id)
        .having(func.count() >= AT_ONCE_IN_A_WEEK)
    )
    over = update(Notice).where(*owed, Notice.kind.in_(CRITICAL), Notice.person_id.in_(sent))
    return over.values(at_once=False, mail_after=clock.now())


def _tell_moderators_of_folding(about: str) -> None:
    folded = (
        select(Notice)
        .where(
            Notice.once_key == about, Notice.at_once.is_(False), Notice.mailed_at.is_(None), Notice.kind.in_(CRITICAL)
        )
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
        facts={"of": example.kind},
    )
    notify(news, moderators)


def owe_digests() -> int:
    """Owe the digest of their latest slot to everybody who has not had it; to how many. What there is to say is looked for
    when it is written.

    Safe to run at any time and twice: a digest is owed once for a person and slot.
    """
    wanted: tuple[ColumnElement[bool], ...] = (Person.active.is_(True), Person.mail_pace != DigestFrequency.OFF)
    groups = select(Person.mail_pace, Person.mail_hour, Person.mail_zone).where(*wanted).distinct()
    due = 0
    for pace, hour, zone in db.session.execute(groups).all():
        slot = latest_slot(pace, clock.now(), hour, zone)
        if slot is not None:
            same = (Person.mail_pace == pace, Person.mail_hour == hour, Person.mail_zone == zone)
            due += _owe_digests_at(slot, *wanted, *same)
    return due


def _owe_digests_at(slot: datetime, *who: ColumnElement[bool]) -> int:
    had_it = select(DigestMark.id).where(DigestMark.person_id == Person.id, DigestMark.told_to >= slot - EDIT_WINDOW)
    # Who came after that moment is told nothing of what was before.
    member = select(Membership.id).where(
        Membership.person_id == Person.id, Membership.left_at.is_(None), Membership.joined_at <= slot
    )
    people = select(Person.id).where(*who, ~had_it.exists(), or_(Person.is_admin, member.exists()))
    at = slot.isoformat()
    debts = {f"{DIGEST}.{each}.{at}": {"person_id": each, "slot": at} for each in db.session.scalars(people)}
    outbox.enqueue_all(DIGEST, debts)
    return len(debts)


def write_digest(payload: dict[str, Any]) -> None:
    """Outbox handler: owe one letter about what is new since the last one, and note up to when it tells."""
    slot = datetime.fromisoformat(payload["slot"])
    person_id, until = payload["person_id"], slot - EDIT_WINDOW
    # Noting it first takes it: of two workers that write the same digest, one finds it taken.
    mine = DigestMark.person_id == person_id
    since = db.session.scalar(select(DigestMark.told_to).where(mine))
    if since is None:
        taken = insert_once(DigestMark, {"person_id": person_id, "told_to": until})
    else:
        later = update(DigestMark).where(mine, DigestMark.told_to == since, DigestMark.told_to < until)
        taken = bool(changed_rows(later.values(told_to=until).execution_options(synchronize_session=False)))
    if taken:
        owe_digest(person_id, _take_notices(person_id, slot), f"{slot:%Y%m%d%H}", since, until)


def _take_notices(person_id: int, slot: datetime) -> list[int]:
    """The unread ones that wait for a digest, which are mailed with it. New posts are told by what is unread."""
    these = (
        Notice.person_id == person_id,
        Notice.read_at.is_(None),
        Notice.mailed_at.is_(None),
        Notice.at_once.is_(False),
        Notice.mail_after <= slot,
    )
    take = update(Notice).where(*these).values(mailed_at=clock.now())
    taken = db.session.execute(
        take.returning(Notice.id, Notice.kind).execution_options(synchronize_session=False)
    ).all()
    return [notice_id for notice_id, kind in taken if kind != "discussion"]


#: At most so many letters are owed at a time; the next minute has the rest.
MOST_AT_A_TIME = 2_000
#: What is older waits for the digest: somebody has just chosen such mail.
TOO_OLD = timedelta(days=1)
#: For a moderator who wants mail soon.
SOON = timedelta(minutes=2)


def owe_asked_mail() -> int:
    """Owe letters about what people asked to hear of, once nobody can change it unseen; how many."""
    now = clock.now()
    moderates = (
        select(Membership.id)
        .where(
            Membership.person_id == Person.id,
            Membership.network_id == Notice.network_id,
            Membership.role == Role.MODERATOR,
            Membership.left_at.is_(None),
        )
        .exists()
    )
    soon = and_(Person.asked_mail == AskedMail.SOON, moderates)
    waiting = (
        select(Notice, soon)
        .join(Person, Person.id == Notice.person_id)
        .where(
            Person.active,
            Person.asked_mail != AskedMail.OFF,
            Notice.kind.in_(ASKED),
            Notice.read_at.is_(None),
            Notice.mailed_at.is_(None),
            Notice.created_at > now - TOO_OLD,
            or_(Notice.mail_after <= now, and_(soon, Notice.created_at <= now - SOON)),
        )
        .order_by(Notice.id)
        .limit(MOST_AT_A_TIME)
        .with_for_update(of=Notice, skip_locked=True)
    )
    settled = cache(lambda subject_id, kind, before: latest_settled(kind, subject_id, before))
    debts: dict[str, dict[str, Any]] = {}
    # Each is changed when all are known: a thousand changes are one statement for many rows, and not a thousand.
    with db.session.no_autoflush:
        for notice, is_soon in db.session.execute(waiting.execution_options(populate_existing=True)).all():
            before = now - (SOON if is_soon else EDIT_WINDOW)
            debts |= _owe_asked(notice, settled(notice.subject_id, notice.kind, before), before)
    outbox.enqueue_all(ASKED_LETTER, debts)
    return len(debts)


def _owe_asked(notice: Notice, up_to: int, before: datetime) -> dict[str, dict[str, Any]]:
    told = list(notice.letters)
    later = notice.created_at > before
    if later:  # what came last is too new: it has a letter of its own, or goes with the digest
        notice.mail_after = notice.created_at + EDIT_WINDOW
    else:
        notice.mailed_at = clock.now()
    if up_to <= (told[-1] if told else 0):
        return {}
    notice.letters = [*told[:1], *told[1:][-(MOST_FOLLOWED - 1) :], up_to]
    return asked_debt(notice, told, up_to)


def forget_letters() -> None:
    """Empty the debts of letters that have been sent: together they would say who voted, to whoever reads the outbox."""
    outbox.erase(MAIL)
