"""A published reply, in the words that everybody reads; and what the chair said of a draft."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.text import markdown
from app.core.text.words import quoted
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects, visible_rows
from app.notifications.reading import NoticeWords
from app.replies.models import LoopReply, ReplyStatus
from app.replies.policy import visible_replies

#: What the second half of a reply is headed with, and its status in the title.
WE_DID = {
    ReplyStatus.DONE: ("We did", "done"),
    ReplyStatus.IN_PROGRESS: ("We are doing", "in progress"),
    ReplyStatus.WILL_NOT_DO: ("Our answer", "no, because…"),
}


def replies(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = _rows(notices, seen_by)
    return {each.id: _published(rows[each.subject_id]) for each in notices if each.subject_id in rows}


def drafts(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = _rows(notices, seen_by)
    return {each.id: _draft(each, rows[each.subject_id]) for each in notices if each.subject_id in rows}


def _rows(notices: Sequence[Notice], seen_by: Actor) -> dict[int, LoopReply]:
    loads = (joinedload(LoopReply.topic), joinedload(LoopReply.issue))
    return visible_rows(LoopReply, subjects(notices), visible_replies, seen_by, *loads)


def _published(reply: LoopReply) -> NoticeWords:
    did, status = WE_DID[reply.status]
    return NoticeWords(
        gettext("You said, we did: %(title)s (%(status)s)", title=quoted(reply.subject.title), status=status),
        f"You said: {markdown.brief(reply.you_said_html, 300)}\n{did}: {markdown.brief(reply.we_did_html, 600)}",
    )


def _draft(notice: Notice, reply: LoopReply) -> NoticeWords:
    about = f"your reply to {quoted(reply.subject.title)}"
    if notice.what == "sent-back":
        return NoticeWords(gettext("Sent back: %(about)s", about=about), reply.sent_back_reason or "")
    return NoticeWords(
        gettext("Approved by the chair: %(about)s", about=about)
        if notice.what == "approved"
        else gettext("News of %(about)s", about=about)
    )
