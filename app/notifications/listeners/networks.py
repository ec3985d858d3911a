"""A date that a person marked as critical is told to everybody in the network, at once."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db
from app.networks.events import CriticalDateSet
from app.networks.models import CriticalDate, Membership
from app.notifications.listeners._words import address
from app.notifications.telling import News, tell_once
from app.web.filters import moment


def critical_date_set(event: CriticalDateSet) -> None:
    date = db.session.get_one(CriticalDate, event.critical_date_id)
    news = News(
        network_id=date.network_id,
        about=f"date:{date.id}",
        kind="date",
        title=f"A date that matters: {date.title}, {moment(date.at)}",
        text=date.reason,
        url=address(date.network_id, "critical-dates"),
    )
    everybody = select(Membership.person_id).where(Membership.network_id == date.network_id)
    tell_once(news, everybody, but_not=event.actor_id, at_once=True)
