"""That one's own posts stand in another discussion: from where to where, and why."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.db import db
from app.core.text.words import quoted
from app.forums.models import Discussion
from app.forums.moderation.models import Operation
from app.forums.policy import visible_titles
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects
from app.notifications.reading import NoticeWords


def moderation(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    source = aliased(Discussion)
    query = (
        select(Operation.id, source.title, Discussion.title, Operation.reason)
        .join(source, source.id == Operation.discussion_id)
        .join(Discussion, Discussion.id == Operation.target_id)
        .where(Operation.id.in_(subjects(notices)), visible_titles(seen_by))
    )
    told = {
        row_id: NoticeWords(f"What you wrote in {quoted(before)} stands in {quoted(after)} now", reason)
        for row_id, before, after, reason in db.session.execute(query)
    }
    return {each.id: told[each.subject_id] for each in notices if each.subject_id in told}
