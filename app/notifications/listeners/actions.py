"""The owner of an action hears that it is theirs, and what others do with it."""

from __future__ import annotations

from dataclasses import replace

from app.actions.events import ActionAgreed, ActionDueSoon, ActionEdited, ActionMoved, ActionOverdue
from app.actions.models import Action
from app.core.db import db
from app.notifications.listeners._words import address, only
from app.notifications.notify import Notification, notify, tell_once, withdraw


def action_agreed(event: ActionAgreed) -> None:
    action = db.session.get_one(Action, event.action_id)
    notify(_news(action, "agreed"), only(action.owner_id), but_not=event.actor_id)


def action_moved(event: ActionMoved) -> None:
    if event.taken_back is not None and withdraw(f"action:{event.action_id}", event.taken_back, event.after):
        return
    action = db.session.get_one(Action, event.action_id)
    notify(_news(action, "moved", state=event.after), only(action.owner_id), but_not=event.actor_id)


def action_edited(event: ActionEdited) -> None:
    action = db.session.get_one(Action, event.action_id)
    notify(_news(action, "edited"), only(event.owner_id), but_not=event.actor_id)


def action_due_soon(event: ActionDueSoon) -> None:
    _remind(event, "soon")


def action_overdue(event: ActionOverdue) -> None:
    _remind(event, "overdue")


def _remind(event: ActionDueSoon | ActionOverdue, what: str) -> None:
    """Once before a date and once after it. Mail waits for the digest unless a person said that the date matters."""
    action = db.session.get_one(Action, event.action_id)
    news = _news(action, what)
    about = f"due:{action.id}:{event.due_on.isoformat()}:{what}"
    tell_once(replace(news, about=about, kind="due"), only(event.owner_id), at_once=event.critical)


def _news(action: Action, what: str, **facts: int | str) -> Notification:
    return Notification(
        network_id=action.network_id,
        about=f"action:{action.id}",
        kind="action",
        what=what,
        subject_id=action.id,
        facts=facts,
        url=address(action.network_id, f"actions/{action.number}"),
    )
