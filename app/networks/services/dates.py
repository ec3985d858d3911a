"""Critical dates: critical means that a person said so, with a reason."""

from __future__ import annotations

from datetime import datetime

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.events import CriticalDateSet
from app.networks.models import CriticalDate, LearningNetwork
from app.networks.policy import Permission


def set_critical_date(actor: Actor, network: LearningNetwork, *, at: datetime, title: str, reason: str) -> CriticalDate:
    """Mark a coming date as one that matters. The reason is shown to everyone. Invalid for a time that has passed."""
    require(actor, Permission.SET_DATES, network)
    if at <= clock.now():
        raise Invalid(
            gettext("The date was not set."),
            {"at": [gettext("This is in the past. A critical date is one still to come.")]},
        )
    date = CriticalDate(network_id=network.id, at=at, title=title, reason=reason, set_by_id=actor.person_id)
    db.session.add(date)
    db.session.flush()  # the audit and the event name the date by its id
    audit.record(actor, "mark a date as critical", date, after=title, reason=reason)
    announce(CriticalDateSet(network_id=network.id, actor_id=actor.person_id, critical_date_id=date.id))
    return date


def withdraw_critical_date(actor: Actor, network: LearningNetwork, date_id: int) -> None:
    """Take a critical date back; the history keeps that it was there. NotFound for a date of another network."""
    require(actor, Permission.SET_DATES, network)
    date = db.session.get(CriticalDate, date_id)
    if date is None or date.network_id != network.id:
        raise NotFound
    audit.record(actor, "withdraw a critical date", date, before=date.title)
    db.session.delete(date)
