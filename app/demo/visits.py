"""When each person of the demo last looked in: some days ago, or not since the winter."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, func, literal, select, update

from app.core import clock
from app.core.db import db, insert_from
from app.forums.models import Discussion, Forum, Post
from app.forums.reading.models import ReadFloor, ReadMark, ReadSpan
from app.networks.models import LearningNetwork, Membership

#: Days since the last visit, in turn from person to person.
AWAY = (9, 40, 90, 160)


def read_by_some() -> None:
    """What was said before a person's last visit is not new to them; what they wrote themselves never was."""
    for network_id in db.session.scalars(select(LearningNetwork.id)).all():
        for turn, days in enumerate(AWAY):
            _read(network_id, turn, clock.now() - timedelta(days=days))


def _read(network_id: int, turn: int, at: datetime) -> None:
    before = select(func.max(Post.id)).where(Post.network_id == network_id, Post.created_at < at)
    read_to = db.session.scalar(before) or 0
    floors = (
        select(Membership.person_id, Forum.id, literal(read_to))
        .join(Forum, Forum.network_id == Membership.network_id)
        .where(Membership.network_id == network_id, Membership.person_id % len(AWAY) == turn)
        .distinct()
    )
    insert_from(ReadFloor, ["person_id", "forum_id", "read_to_id"], floors)
    here = select(Discussion.id).where(Discussion.network_id == network_id)
    lower = (
        ReadMark.discussion_id.in_(here) & (ReadMark.person_id % len(AWAY) == turn) & (ReadMark.read_to_id < read_to)
    )
    read = ReadSpan.discussion_id.in_(here) & (ReadSpan.person_id % len(AWAY) == turn) & (ReadSpan.last_id <= read_to)
    for change in (update(ReadMark).where(lower).values(read_to_id=read_to), delete(ReadSpan).where(read)):
        db.session.execute(change.execution_options(synchronize_session=False))
