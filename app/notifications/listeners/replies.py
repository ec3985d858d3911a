"""A published reply reaches everyone who spoke; the person who drafts one hears what the chair said of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.core import markdown
from app.core.db import db
from app.core.words import quoted
from app.notifications.listeners._words import address, only
from app.notifications.telling import News, tell, tell_once
from app.replies.contributions import contributors
from app.replies.events import ReplyMoved, ReplyPublished
from app.replies.models import LoopReply, ReplyStatus

#: What the second half of a reply is headed with, and its status in the title.
WE_DID = {
    ReplyStatus.DONE: ("We did", "done"),
    ReplyStatus.IN_PROGRESS: ("We are doing", "in progress"),
    ReplyStatus.WILL_NOT_DO: ("Our answer", "no, because…"),
}


def reply_published(event: ReplyPublished) -> None:
    """One notice each, and one letter each at once, however a person took part: the words are the same for all."""
    reply = _reply(event.reply_id)
    did, status = WE_DID[reply.status]
    news = News(
        network_id=reply.network_id,
        about=f"reply:{reply.id}",
        kind="reply",
        title=f"You said, we did: {quoted(reply.subject.title)} ({status})",
        text=f"You said: {markdown.brief(reply.you_said_html, 300)}\n{did}: {markdown.brief(reply.we_did_html, 600)}",
        url=address(reply.network_id, f"replies/{reply.number}"),
    )
    tell_once(news, contributors(topic_id=event.topic_id, issue_id=event.issue_id), at_once=True)


def reply_moved(event: ReplyMoved) -> None:
    """The writer hears that the reply was sent back, with the reason, or approved."""
    if event.before == "" or (event.after == "draft" and not event.reason):
        return
    reply = _reply(event.reply_id)
    sent_back = event.after == "draft"
    about = f"your reply to {quoted(reply.subject.title)}"
    news = News(
        network_id=reply.network_id,
        about=f"draft:{reply.id}",
        kind="draft",
        title=f"Sent back: {about}" if sent_back else f"Approved by the chair: {about}",
        text=event.reason,
        url=address(reply.network_id, f"replies/{reply.number}"),
    )
    tell(news, only(reply.drafted_by_id), but_not=event.actor_id)


def _reply(reply_id: int) -> LoopReply:
    loads = (joinedload(LoopReply.topic), joinedload(LoopReply.issue))
    return db.session.execute(select(LoopReply).where(LoopReply.id == reply_id).options(*loads)).scalar_one()
