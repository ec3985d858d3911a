"""A published reply reaches everyone who spoke; the person who drafts one hears what the chair said of it."""

from __future__ import annotations

from app.core.db import db
from app.notifications.listeners._words import address, only
from app.notifications.notify import Notification, notify, tell_once
from app.replies.contributions import contributors
from app.replies.events import ReplyMoved, ReplyPublished
from app.replies.models import LoopReply


def reply_published(event: ReplyPublished) -> None:
    """One notice each, and one letter each at once, however a person took part: the words are the same for all."""
    news = _news(event.reply_id, "reply", "published")
    tell_once(news, contributors(topic_id=event.topic_id, issue_id=event.issue_id), at_once=True)


def reply_moved(event: ReplyMoved) -> None:
    """The writer hears that the reply was sent back, with the reason, or approved."""
    if event.before == "" or (event.after == "draft" and not event.reason):
        return
    drafted_by_id = db.session.get_one(LoopReply, event.reply_id).drafted_by_id
    news = _news(event.reply_id, "draft", "sent-back" if event.after == "draft" else "approved")
    notify(news, only(drafted_by_id), but_not=event.actor_id)


def _news(reply_id: int, kind: str, what: str) -> Notification:
    reply = db.session.get_one(LoopReply, reply_id)
    return Notification(
        network_id=reply.network_id,
        about=f"{kind}:{reply.id}",
        kind=kind,
        what=what,
        subject_id=reply.id,
        url=address(reply.network_id, f"replies/{reply.number}"),
    )
