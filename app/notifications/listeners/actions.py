"""The owner of an action hears that it is theirs, and what others do with it."""

from __future__ import annotations

from dataclasses import replace

from app.actions.events import ActionAgreed, ActionDueSoon, ActionEdited, ActionMoved, ActionOverdue
from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.core.db import db
from app.core.words import quoted
from app.notifications.listeners._words import address, only
from app.notifications.telling import News, tell, tell_once
from app.web.filters import day


def action_agreed(event: ActionAgreed) -> None:
    action = db.session.get_one(Action, event.action_id)
    tell(_news(action, f"You own this action: {quoted(action.title)}"), only(action.owner_id), but_not=event.actor_id)


def action_moved(event: ActionMoved) -> None:
    action = db.session.get_one(Action, event.action_id)
    title = f"Your action {quoted(action.title)} is now: {ACTION.label(event.after)}"
    tell(_news(action, title), only(action.owner_id), but_not=event.actor_id)


def action_edited(event: ActionEdited) -> None:
    action = db.session.get_one(Action, event.action_id)
    title = f"The words, the owner or the date of your action were changed: {quoted(action.title)}"
    tell(_news(action, title), only(event.owner_id), but_not=event.actor_id)


def action_due_soon(event: ActionDueSoon) -> None:
    _remind(event, "Due soon")


def action_overdue(event: ActionOverdue) -> None:
    _remind(event, "Overdue")


def _remind(event: ActionDueSoon | ActionOverdue, word: str) -> None:
    """Once before a date and once after it. Mail waits for the digest unless a person said that the date matters."""
    action = db.session.get_one(Action, event.action_id)
    news = _news(action, f"{word}: {quoted(action.title)}")
    about = f"due:{action.id}:{event.due_on.isoformat()}:{word}"
    tell_once(replace(news, about=about, kind="due"), only(event.owner_id), at_once=event.critical)


def _news(action: Action, title: str) -> News:
    return News(
        network_id=action.network_id,
        about=f"action:{action.id}",
        kind="action",
        title=title,
        text=f"Due on {day(action.due_on)}. It is done when: {action.success_indicator}",
        url=address(action.network_id, f"actions/{action.number}"),
    )
