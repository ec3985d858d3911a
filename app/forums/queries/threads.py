"""One discussion, and whether the reader follows it."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import allowed
from app.forums.models import Discussion, Forum, Subscription
from app.forums.policy import Permission
from app.networks.models import LearningNetwork


def discussion(slug: str, number: int, seen_by: Actor) -> tuple[LearningNetwork, Discussion, bool]:
    """The discussion at this address with its forum and its network, and whether the reader hears of new posts in it."""
    row = db.session.execute(_DISCUSSION, {"slug": slug, "number": number, "me": seen_by.person_id}).first()
    if row is None or not allowed(seen_by, Permission.READ_DISCUSSION, row[0]):
        raise NotFound
    found, network, said_here, said_around = row
    return network, found, bool(said_around if said_here is None else said_here)


_MINE = Subscription.person_id == bindparam("me")
_SAID_HERE = select(Subscription.wanted).where(_MINE, Subscription.discussion_id == Discussion.id).scalar_subquery()
_SAID_AROUND = select(Subscription.wanted).where(_MINE, Subscription.forum_id == Discussion.forum_id).scalar_subquery()
_DISCUSSION = (
    select(Discussion, LearningNetwork, _SAID_HERE, _SAID_AROUND)
    .join(Discussion.forum)
    .join(LearningNetwork, LearningNetwork.id == Discussion.network_id)
    .join(LearningNetwork.module)
    .options(contains_eager(Discussion.forum), contains_eager(LearningNetwork.module))
    .where(LearningNetwork.slug == bindparam("slug"), Discussion.number == bindparam("number"))
)


def follows_forum(forum: Forum, seen_by: Actor) -> bool:
    """Whether the reader hears of new posts anywhere in the forum."""
    return bool(db.session.scalar(_FOLLOWS_FORUM, {"me": seen_by.person_id, "forum": forum.id}))


_FOLLOWS_FORUM = select(Subscription.wanted).where(_MINE, Subscription.forum_id == bindparam("forum"))
