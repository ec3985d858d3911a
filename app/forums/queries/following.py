"""Who wants to hear of a discussion: for those who tell them."""

from __future__ import annotations

from sqlalchemy import BindParameter, Select, and_, or_, select
from sqlalchemy.orm import aliased

from app.forums.models import Discussion, Subscription


def followers_of(discussion_id: int | BindParameter[int]) -> Select[int]:
    """Ids of people who follow the discussion, or its forum without having said no to the discussion."""
    refusal = aliased(Subscription)
    said_no = (
        select(refusal.id)
        .where(
            refusal.person_id == Subscription.person_id,
            refusal.discussion_id == discussion_id,
            refusal.wanted.is_(False),
        )
        .exists()
    )
    forum_id = select(Discussion.forum_id).where(Discussion.id == discussion_id).scalar_subquery()
    follows_forum = and_(Subscription.forum_id == forum_id, ~said_no)
    wanted = and_(Subscription.wanted, or_(Subscription.discussion_id == discussion_id, follows_forum))
    return select(Subscription.person_id).where(wanted).distinct()
