"""Posts as rows: everything a page shows of them comes from one query, and nothing it must not show leaves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, bindparam, case, func, literal, select, type_coerce
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.forums.models import Discussion, Post, PostRevision, PostState
from app.forums.policy import Sight, posts_in, sight_in, visible_discussions, visible_posts
from app.networks.models import LearningNetwork, Membership

#: Posts on one page of a discussion. Positions have no gaps, so a page is a range of them.
PAGE = 50


class PostRow(NamedTuple):
    """A post as it stands on a page. `html` is None when its words may not be sent to this reader."""

    id: int
    position: int
    author_id: int
    author: str
    #: The author's roles here, as `standing()` of app.forums.views.standing reads them.
    roles: str | None
    html: str | None
    state: PostState
    state_by_id: int | None
    state_by: str | None
    state_at: datetime | None
    state_reason: str | None
    as_moderator: bool
    important: bool
    created_at: datetime
    edited_at: datetime | None
    #: The position of the post it answers.
    answers: int | None

    @property
    def withheld(self) -> bool:
        """Visible to others, but not to a researcher whom its author has not agreed to."""
        return self.html is None and self.state is PostState.VISIBLE


class PlaceOfPost(NamedTuple):
    """Where a post stands."""

    slug: str
    number: int
    position: int


def posts_between(discussion: Discussion, after: int, last: int, seen_by: Actor) -> Sequence[PostRow]:
    """The posts after one position and up to another, in order. Removed ones keep their place without their words."""
    sight = sight_in(seen_by, discussion.network_id)
    if sight is Sight.NOTHING:
        return []
    span = {"discussion": discussion.id, "after": after, "last": last}
    mine = {"me": seen_by.person_id} if sight is Sight.AGREED else {}
    return [PostRow(*row) for row in rows_of(_rows(sight), span | mine)]


def posts_among(discussion: Discussion, ids: Collection[int], seen_by: Actor) -> Sequence[PostRow]:
    """Those of its posts that have these ids, in order."""
    sight = sight_in(seen_by, discussion.network_id)
    if sight is Sight.NOTHING or not ids:
        return []
    wanted = {"discussion": discussion.id, "after": 0, "last": discussion.post_count, "ids": list(ids)}
    mine = {"me": seen_by.person_id} if sight is Sight.AGREED else {}
    return [PostRow(*row) for row in rows_of(_among(sight), wanted | mine)]


@cache
def _among(sight: Sight) -> Select[Any]:
    return _rows(sight).where(Post.id.in_(bindparam("ids", expanding=True)))


@cache
def _rows(sight: Sight) -> Select[Any]:
    remover, parent = aliased(Person), aliased(Post)
    return (
        select(
            Post.id,
            Post.position,
            Post.author_id,
            Person.name,
            _roles_of_author(),
            case((posts_in(sight), Post.body_html)),
            Post.state,
            Post.state_by_id,
            remover.name,
            Post.state_at,
            Post.state_reason,
            Post.as_moderator,
            Post.important,
            Post.created_at,
            Post.edited_at,
            parent.position,
        )
        .join(Person, Person.id == Post.author_id)
        .outerjoin(remover, remover.id == Post.state_by_id)
        .outerjoin(parent, parent.id == Post.reply_to_id)
        .where(
            Post.discussion_id == bindparam("discussion"),
            Post.position > bindparam("after"),
            Post.position <= bindparam("last"),
        )
        .order_by(Post.position)
    )


def _roles_of_author() -> ColumnElement[str | None]:
    """Each role the author held in the network and whether they still hold it: "chair:here,al:gone"."""
    gone = case((Membership.name_withheld, "unnamed"), else_="gone")
    held = case((Membership.left_at.is_(None), "here"), else_=gone)
    return (
        select(func.aggregate_strings(type_coerce(Membership.role, String) + literal(":") + held, ","))
        .where(Membership.person_id == Post.author_id, Membership.network_id == Post.network_id)
        .correlate(Post)
        .scalar_subquery()
    )


def post(post_id: int, seen_by: Actor) -> Post:
    """A post whose words the reader may see, with its discussion, forum and author; otherwise NotFound."""
    query = (
        select(Post)
        .join(Post.discussion)
        .where(Post.id == post_id, visible_posts(seen_by))
        .options(contains_eager(Post.discussion).joinedload(Discussion.forum), joinedload(Post.author))
        .options(joinedload(Post.state_by))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def post_at(discussion: Discussion, position: int, seen_by: Actor) -> Post | None:
    """The post at this place with its author, or None if its words cannot be shown (or there is none)."""
    query = select(Post).where(Post.discussion_id == discussion.id, Post.position == position, visible_posts(seen_by))
    return db.session.scalar(query.options(joinedload(Post.author)))


def place_of(post_id: int, seen_by: Actor) -> PlaceOfPost:
    """Where a post stands, also when only its tombstone is left; NotFound for strangers."""
    query = (
        select(LearningNetwork.slug, Discussion.number, Post.position)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(LearningNetwork, LearningNetwork.id == Discussion.network_id)
        .where(Post.id == post_id, visible_discussions(seen_by))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return PlaceOfPost(*row)


def revisions(of: Post, seen_by: Actor) -> Sequence[PostRevision]:
    """What the post said before, latest first, for those who may read what it says now."""
    query = (
        select(PostRevision)
        .join(Post, Post.id == PostRevision.post_id)
        .where(PostRevision.post_id == of.id, visible_posts(seen_by))
        .options(joinedload(PostRevision.replaced_by))
        .order_by(PostRevision.id.desc())
    )
    return db.session.scalars(query).all()
