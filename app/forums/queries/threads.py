"""One discussion, and how much the reader hears of it."""

from __future__ import annotations

from sqlalchemy import BindParameter, Integer, bindparam, select
from sqlalchemy.orm import contains_eager

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import allowed
from app.forums.following.levels import level_here
from app.forums.models import Discussion, Level
from app.forums.policy import Permission
from app.networks.models import LearningNetwork


def discussion(slug: str, number: int, seen_by: Actor) -> tuple[LearningNetwork, Discussion, Level]:
    """The discussion at this address with its forum and its network, and how much the reader hears of it."""
    row = db.session.execute(_DISCUSSION, {"slug": slug, "number": number, "me": seen_by.person_id}).first()
    if row is None or not allowed(seen_by, Permission.READ_DISCUSSION, row[0]):
        raise NotFound
    found, network, level = row
    return network, found, level


def where_it_went(merged: Discussion, seen_by: Actor) -> Discussion:
    """The discussion in which the posts of one that was merged stand today, however often that was done; NotFound where
    the reader may not read it.
    """
    found = merged
    while found.merged_into_id is not None:
        found = db.session.get_one(Discussion, found.merged_into_id)
    if not allowed(seen_by, Permission.READ_DISCUSSION, found):
        raise NotFound
    return found


_ME: BindParameter[int] = bindparam("me", type_=Integer)
_DISCUSSION = (
    select(Discussion, LearningNetwork, level_here(_ME))
    .join(Discussion.forum)
    .join(LearningNetwork, LearningNetwork.id == Discussion.network_id)
    .join(LearningNetwork.module)
    .options(contains_eager(Discussion.forum), contains_eager(LearningNetwork.module))
    .where(LearningNetwork.slug == bindparam("slug"), Discussion.number == bindparam("number"))
)
