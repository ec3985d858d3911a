"""What is told of a network: a date that matters to everybody; to those who answer for it, who was let in from outside and
that somebody asks to join.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, delete, select

from app.core import clock
from app.core.db import db
from app.networks.events import CriticalDateSet, JoinRequestAnswered, JoinRequested, PeopleInvited
from app.networks.joining.models import JoinRequest, JoinState
from app.networks.models import CriticalDate, Membership, Role
from app.networks.policy import GRANTS, Capability
from app.notifications.listeners._words import address
from app.notifications.models import Notice
from app.notifications.notify import Notification, notify, tell_once


def critical_date_set(event: CriticalDateSet) -> None:
    date = db.session.get_one(CriticalDate, event.critical_date_id)
    news = Notification(
        network_id=date.network_id,
        about=f"date:{date.id}",
        kind="date",
        what="set",
        subject_id=date.id,
        url=address(date.network_id, "critical-dates"),
    )
    everybody = select(Membership.person_id).where(Membership.network_id == date.network_id)
    tell_once(news, everybody, but_not=event.actor_id, at_once=True)


def people_invited(event: PeopleInvited) -> None:
    """Whoever has no role here and lets people in is seen to do it: chair and moderator are told, without a name, once of all."""
    if not event.by_administrator or event.network_id is None:
        return
    news = Notification(
        network_id=event.network_id,
        # Somebody who left may be let in again, which is told again.
        about=f"let-in:{min(event.person_ids)}:{event.role}:{clock.real_now().isoformat()}",
        kind="membership",
        what="let-in",
        subject_id=event.network_id,
        facts={"role": Role(event.role).name.lower(), "many": len(event.person_ids)},
        url=address(event.network_id, "members#from-outside"),
    )
    tell_once(news, _answerable(event.network_id, event.person_ids), but_not=event.actor_id, at_once=True)


def join_requested(event: JoinRequested) -> None:
    """One line for all who ask until it is read: how many wait is read when it is shown."""
    assert event.network_id is not None
    news = Notification(
        network_id=event.network_id,
        about=_asking(event.network_id),
        kind="joining",
        what="asked",
        subject_id=event.network_id,
        url=address(event.network_id, "members/joining"),
    )
    notify(news, _answerable(event.network_id), but_not=event.actor_id)


def join_request_answered(event: JoinRequestAnswered) -> None:
    """Once everybody has an answer, it is no news any more for those who have not looked, whoever answered."""
    assert event.network_id is not None
    waiting = select(JoinRequest.id).where(JoinRequest.network_id == event.network_id)
    if db.session.scalar(waiting.where(JoinRequest.state == JoinState.WAITING).limit(1)) is None:
        settled = delete(Notice).where(Notice.once_key == _asking(event.network_id), Notice.read_at.is_(None))
        db.session.execute(settled.execution_options(synchronize_session=False))


def _asking(network_id: int) -> str:
    return f"joining:{network_id}"


def _answerable(network_id: int, but_not: Collection[int] = ()) -> Select[Any]:
    """Chair and moderator: those who invite people here, and answer who asks."""
    return select(Membership.person_id).where(
        Membership.network_id == network_id,
        Membership.role.in_(GRANTS[Capability.INVITE]),
        Membership.left_at.is_(None),
        Membership.person_id.not_in(but_not),
    )
