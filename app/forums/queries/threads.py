"""One discussion, and whether the reader follows it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.forums.models import Discussion, Forum, Subscription
from app.forums.policy import visible_discussions


def discussion(network_id: int, number: int, seen_by: Actor) -> tuple[Discussion, bool]:
    """The discussion at this address with its forum, and whether the reader hears of new posts in it."""
    mine = Subscription.person_id == seen_by.person_id
    here = select(Subscription.wanted).where(mine, Subscription.discussion_id == Discussion.id).scalar_subquery()
    around = select(Subscription.wanted).where(mine, Subscription.forum_id == Discussion.forum_id).scalar_subquery()
    query = (
        select(Discussion, here, around)
        .join(Discussion.forum)
        .options(contains_eager(Discussion.forum))
        .where(Discussion.network_id == network_id, Discussion.number == number, visible_discussions(seen_by))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    found, said_here, said_around = row
    return found, bool(said_around if said_here is None else said_here)


def follows_forum(forum: Forum, seen_by: Actor) -> bool:
    """Whether the reader hears of new posts anywhere in the forum."""
    mine = select(Subscription.wanted).where(
        Subscription.person_id == seen_by.person_id, Subscription.forum_id == forum.id
    )
    return bool(db.session.scalar(mine))
