"""When each person of the demo last looked in: some have read nearly everything, others not for three weeks."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, literal, select, update

from app.core import clock
from app.core.db import db, insert_from
from app.forums.models import Forum, Post
from app.forums.reading.models import ReadFloor, ReadMark, ReadSpan
from app.networks.models import Membership

#: Days since the last visit, in turn from person to person.
AWAY = (2, 5, 9, 21)


def read_by_some() -> None:
    """What was said before a person's last visit is not new to them; what they wrote themselves never was."""
    for turn, days in enumerate(AWAY):
        before = select(func.max(Post.id)).where(Post.created_at < clock.now() - timedelta(days=days))
        read_to = db.session.scalar(before) or 0
        theirs = Membership.person_id % len(AWAY) == turn
        floors = (
            select(Membership.person_id, Forum.id, literal(read_to))
            .join(Forum, Forum.network_id == Membership.network_id)
            .where(theirs)
            .distinct()
        )
        insert_from(ReadFloor, ["person_id", "forum_id", "read_to_id"], floors)
        lower = (ReadMark.person_id % len(AWAY) == turn) & (ReadMark.read_to_id < read_to)
        read = (ReadSpan.person_id % len(AWAY) == turn) & (ReadSpan.last_id <= read_to)
        for change in (update(ReadMark).where(lower).values(read_to_id=read_to), delete(ReadSpan).where(read)):
            db.session.execute(change.execution_options(synchronize_session=False))
