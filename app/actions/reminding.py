"""The daily look at what is due: each owner is reminded once before a date and once after it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.actions.events import ActionDueSoon, ActionOverdue
from app.actions.lifecycle import PRESSING
from app.actions.models import Action, Reminder, ReminderKind
from app.core import clock
from app.core.db import db, insert_once
from app.core.events import announce
from app.networks.models import LearningNetwork

#: Days before the date on which the owner hears of it.
SOON = timedelta(days=7)

#: A network that rests is not nagged: dormancy across exams and marking is normal.
AWAKE = ("begun", "active")


def remind_owners() -> int:
    """Announce what is due soon or overdue and was not announced for this date yet; how many were. Safe to repeat."""
    today = clock.today()
    pressing = (
        select(Action)
        .join(LearningNetwork, LearningNetwork.id == Action.network_id)
        .where(Action.state.in_(PRESSING), Action.due_on <= today + SOON, LearningNetwork.state.in_(AWAKE))
        .order_by(Action.due_on, Action.id)
    )
    return sum(_remind(action, overdue=action.due_on < today) for action in db.session.scalars(pressing).all())


def _remind(action: Action, *, overdue: bool) -> bool:
    kind = ReminderKind.OVERDUE if overdue else ReminderKind.DUE_SOON
    row = {"action_id": action.id, "due_on": action.due_on, "kind": kind, "at": clock.now()}
    if not insert_once(Reminder, row):
        return False
    event = ActionOverdue if overdue else ActionDueSoon
    announce(
        event(
            network_id=action.network_id,
            actor_id=None,
            action_id=action.id,
            owner_id=action.owner_id,
            due_on=action.due_on,
            critical=action.critical_reason is not None,
        )
    )
    return True
