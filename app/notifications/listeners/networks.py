"""What is told of a network at once: a date that matters to everybody, and who was let in from outside to those who
answer for it.
"""

from __future__ import annotations

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.networks.events import CriticalDateSet, PersonInvited
from app.networks.models import CriticalDate, Membership, Role
from app.notifications.listeners._words import address
from app.notifications.notify import Notification, tell_once


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


def person_invited(event: PersonInvited) -> None:
    """Whoever has no role here and lets people in is seen to do it: chair and moderator are told, without the name."""
    if not event.by_administrator or event.network_id is None:
        return
    news = Notification(
        network_id=event.network_id,
        # Somebody who left may be let in again, which is told again.
        about=f"let-in:{event.person_id}:{event.role}:{clock.real_now().isoformat()}",
        kind="membership",
        what="let-in",
        subject_id=event.network_id,
        facts={"role": Role(event.role).name.lower()},
        url=address(event.network_id, "members#from-outside"),
    )
    answerable = select(Membership.person_id).where(
        Membership.network_id == event.network_id,
        Membership.role.in_((Role.CHAIR, Role.MODERATOR)),
        Membership.left_at.is_(None),
        Membership.person_id != event.person_id,
    )
    tell_once(news, answerable, but_not=event.actor_id, at_once=True)
