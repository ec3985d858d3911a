"""What was done by moderators, for whoever it concerns; and what a moderator chooses from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, case, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.core.numbers import names_a_row
from app.forums.models import Discussion, Forum, Post, PostState
from app.forums.moderation.models import Operation, OperationPost, Step
from app.forums.policy import Sight, may_be_named, sight_in, titles_in
from app.networks.policy import Capability, holds

#: Lines of the log on one page; posts that one may choose from on one; discussions into which one may merge.
PAGE, MOST_POSTS, MOST_DISCUSSIONS = 50, 300, 100


class LogLine(NamedTuple):
    """A line of the log. Titles are None where they are withheld; `who` where the clock did it, or they left and asked for that."""

    id: int
    kind: Step
    at: datetime
    who: str | None
    reason: str
    number: int
    title: str | None
    to_number: int | None
    to_title: str | None
    post_id: int | None
    post_number: int | None
    #: How many posts changed their place.
    posts: int
    undoes: Step | None
    undone: bool


def log(network_id: int, seen_by: Actor, before: int | None = None) -> list[LogLine]:
    """The latest first. A moderator reads all of their network; a member what was done to their own posts, and to the
    discussions that they began. One line more than a page has says that there are earlier ones.
    """
    sight = sight_in(seen_by, network_id)
    if sight is Sight.NOTHING:
        return []
    values = {"network": network_id, "me": seen_by.person_id, "before": before or 2**31 - 1, "most": PAGE + 1}
    return [LogLine(*row) for row in rows_of(_log(sight), values)]


@cache
def _log(sight: Sight) -> Select[Any]:
    target, undone, taken_back = aliased(Discussion), aliased(Operation), aliased(Operation)
    posts = select(func.count(OperationPost.id)).where(OperationPost.operation_id == Operation.id)
    back = select(undone.id).where(undone.undoes_id == Operation.id).correlate(Operation).exists()
    query = (
        select(
            Operation.id,
            Operation.kind,
            Operation.at,
            case((may_be_named(Person), Person.name)),
            Operation.reason,
            Discussion.number,
            case((titles_in(sight), Discussion.title)),
            target.number,
            case((false() if sight is Sight.AGREED else target.id.is_not(None), target.title)),
            Post.id,
            Post.position,
            posts.correlate(Operation).scalar_subquery(),
            taken_back.kind,
            back,
        )
        .join(Discussion, Discussion.id == Operation.discussion_id)
        .outerjoin(target, target.id == Operation.target_id)
        .outerjoin(Person, Person.id == Operation.actor_id)
        .outerjoin(Post, Post.id == Operation.post_id)
        .outerjoin(taken_back, taken_back.id == Operation.undoes_id)
        .where(Operation.network_id == bindparam("network"), Operation.id < bindparam("before"))
        .order_by(Operation.id.desc())
        .limit(bindparam("most"))
    )
    return query if sight is Sight.MODERATOR else query.where(_concerns_me(target))


def _concerns_me(target: Any) -> Any:
    me: BindParameter[int] = bindparam("me")
    mine = aliased(Post)
    moved = select(OperationPost.id).join(mine, mine.id == OperationPost.post_id)
    moved = moved.where(OperationPost.operation_id == Operation.id, mine.author_id == me)
    of_discussion = and_(Operation.post_id.is_(None), or_(Discussion.author_id == me, target.author_id == me))
    return or_(Post.author_id == me, of_discussion, moved.correlate(Operation).exists())


def operation(network_id: int, operation_id: int, seen_by: Actor) -> Operation:
    """An operation of the network, for its moderators; NotFound for everybody else."""
    found = db.session.get(Operation, operation_id)
    if found is None or found.network_id != network_id or not holds(seen_by, Capability.MODERATE, network_id):
        raise NotFound
    return found


class Pick(NamedTuple):
    """A post that may be chosen: its beginning as HTML, or None where only its tombstone is left."""

    id: int
    number: int
    author: str
    created_at: datetime
    opening: str | None
    hidden: bool


def posts_to_choose(discussion: Discussion, seen_by: Actor, since: Post | None = None) -> list[Pick]:
    """The posts of a discussion for its moderators, from this one on; at most so many, and one more if there are."""
    if not holds(seen_by, Capability.MODERATE, discussion.network_id):
        return []
    query = (
        select(
            Post.id,
            Post.position,
            Person.name,
            Post.created_at,
            case((Post.state != PostState.REMOVED, func.substr(Post.body_html, 1, 600))),
            Post.state == PostState.HIDDEN,
        )
        .join(Person, Person.id == Post.author_id)
        .where(Post.discussion_id == discussion.id)
        .order_by(Post.created_at, Post.id)
        .limit(MOST_POSTS + 1)
    )
    if since is not None:
        later = and_(Post.created_at == since.created_at, Post.id >= since.id)
        query = query.where(or_(Post.created_at > since.created_at, later))
    return [Pick(*row) for row in db.session.execute(query)]


def post_of(discussion: Discussion, post_id: int, seen_by: Actor) -> Post | None:
    """A post of the discussion, for its moderators."""
    if not holds(seen_by, Capability.MODERATE, discussion.network_id):
        return None
    return db.session.scalar(select(Post).where(Post.id == post_id, Post.discussion_id == discussion.id))


def later_posts(discussion: Discussion, last: Pick, seen_by: Actor) -> list[int]:
    """The ids of all that stands after this one, for its moderators."""
    if not holds(seen_by, Capability.MODERATE, discussion.network_id):
        return []
    later = or_(Post.created_at > last.created_at, and_(Post.created_at == last.created_at, Post.id > last.id))
    return list(db.session.scalars(select(Post.id).where(Post.discussion_id == discussion.id, later)))


def chosen_discussions(forum: Forum, ids: Sequence[str], seen_by: Actor) -> list[Discussion]:
    """Those of these that stand in the forum, the one that was begun first at first; for its moderators."""
    if not holds(seen_by, Capability.MODERATE, forum.network_id):
        return []
    wanted = [int(each) for each in ids if names_a_row(each)]
    query = select(Discussion).where(Discussion.forum_id == forum.id, Discussion.id.in_(wanted))
    query = query.where(Discussion.merged_into_id.is_(None)).options(joinedload(Discussion.forum))
    return list(db.session.scalars(query.order_by(Discussion.created_at, Discussion.id)))


def discussions_to_join(discussion: Discussion, seen_by: Actor) -> list[tuple[int, str]]:
    """Number and title of the other discussions of the network, those with the latest post first, for its moderators."""
    if not holds(seen_by, Capability.MODERATE, discussion.network_id):
        return []
    query = (
        select(Discussion.number, Discussion.title)
        .where(Discussion.network_id == discussion.network_id, Discussion.id != discussion.id)
        .where(Discussion.merged_into_id.is_(None))
        .order_by(Discussion.last_post_at.desc(), Discussion.id.desc())
        .limit(MOST_DISCUSSIONS)
    )
    return [(number, title) for number, title in db.session.execute(query)]
