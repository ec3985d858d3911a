"""Posts as rows: everything a page shows of them comes from one query, and nothing it must not show leaves it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import aliased, contains_eager, joinedload

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.forums.models import AnswerMark, Discussion, Post, PostRevision, PostState
from app.forums.moderation.models import OperationPost
from app.forums.policy import Sight, posts_in, sight_in, visible_discussions, visible_posts
from app.forums.queries.reactions import COLUMNS
from app.networks.models import LearningNetwork, Membership

#: Posts on one page of a discussion, in the order in which they were written.
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
    #: The number and the id of the post it answers, and whether that stands in another discussion by now.
    answers: int | None
    answers_id: int | None
    answers_elsewhere: bool
    #: It was written in another discussion: its number, and its title unless that is withheld.
    from_number: int | None
    from_title: str | None
    #: It is marked as what answers its discussion.
    answers_it: bool
    #: How many see it with their students too, how many thanked for it, and what of it the reader does (app/forums/reactions).
    seen_too: int
    thanks: int
    mine: str | None

    @property
    def withheld(self) -> bool:
        """Visible to others, but not to a researcher whom its author has not agreed to."""
        return self.html is None and self.state is PostState.VISIBLE


class PlaceOfPost(NamedTuple):
    """Where a post stands."""

    slug: str
    number: int


def posts_between(discussion: Discussion, after: int, last: int, seen_by: Actor) -> Sequence[PostRow]:
    """The posts of a discussion in order, from the one after so many and up to another. Removed ones keep their place without their words."""
    sight = sight_in(seen_by, discussion.network_id)
    if sight is Sight.NOTHING:
        return []
    span = {"discussion": discussion.id, "before": after, "most": last - after, "me": seen_by.person_id}
    return [PostRow(*row) for row in rows_of(_rows(sight), span)]


def posts_among(discussion: Discussion, ids: Collection[int], seen_by: Actor) -> Sequence[PostRow]:
    """Those of its posts that have these ids, in order."""
    sight = sight_in(seen_by, discussion.network_id)
    if sight is Sight.NOTHING or not ids:
        return []
    wanted = {"discussion": discussion.id, "ids": list(ids), "me": seen_by.person_id}
    return [PostRow(*row) for row in rows_of(_among(sight), wanted)]


@cache
def _among(sight: Sight) -> Select[Any]:
    here = Post.discussion_id == bindparam("discussion")
    return _shown(sight).where(here, Post.id.in_(bindparam("ids", expanding=True)))


@cache
def _rows(sight: Sight) -> Select[Any]:
    shown = aliased(Post)
    # Only ids are counted off, so that a late page of a long discussion costs no more than an early one.
    page = (
        select(shown.id)
        .where(shown.discussion_id == bindparam("discussion"))
        .order_by(shown.created_at, shown.id)
        .limit(bindparam("most"))
        .offset(bindparam("before"))
    )
    return _shown(sight).where(Post.id.in_(page.scalar_subquery()))


def _shown(sight: Sight) -> Select[Any]:
    remover, parent, born = aliased(Person), aliased(Post), aliased(Discussion)
    moved = and_(born.id == Post.strand_id, Post.strand_id != Post.discussion_id)
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
            parent.id,
            func.coalesce(parent.discussion_id != Post.discussion_id, false()),
            case((born.network_id == Post.network_id, born.number)),
            case((and_(born.network_id == Post.network_id, _titles_of(born, sight)), born.title)),
            exists().where(AnswerMark.post_id == Post.id, AnswerMark.discussion_id == Post.discussion_id),
            *COLUMNS,
        )
        .join(Person, Person.id == Post.author_id)
        .outerjoin(remover, remover.id == Post.state_by_id)
        .outerjoin(parent, and_(parent.id == Post.reply_to_id, parent.network_id == Post.network_id))
        .outerjoin(born, moved)
        .order_by(Post.created_at, Post.id)
    )


def _titles_of(discussion: Any, sight: Sight) -> ColumnElement[bool]:
    """Whoever reads only what was agreed to is not told another discussion's title."""
    return false() if sight is Sight.AGREED else discussion.id.is_not(None)


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


def post_answered(discussion: Discussion, post_id: int, seen_by: Actor) -> Post | None:
    """A post that is answered in the discussion, with its author, also if it was just moved away; or None if its words
    cannot be shown (or there is none).
    """
    here = or_(Post.discussion_id == discussion.id, Post.strand_id == discussion.id)
    query = select(Post).where(Post.id == post_id, Post.network_id == discussion.network_id, here)
    query = query.where(visible_posts(seen_by))
    return db.session.scalar(query.options(joinedload(Post.author)))


def post_numbered(network_id: int, number: int, position: int, seen_by: Actor) -> int:
    """The id of the post that has this number in the discussion at this address, or had it; NotFound if there is none."""
    query = select(Post.id).join(Discussion, Discussion.id == Post.discussion_id)
    query = query.where(Discussion.network_id == network_id, Discussion.number == number, Post.position == position)
    found = db.session.scalar(query.where(visible_discussions(seen_by)))
    if found is None:
        found = _once_numbered(network_id, number, position, seen_by)
    if found is None:
        raise NotFound
    return found


def place_of(post_id: int, seen_by: Actor) -> PlaceOfPost:
    """Where a post stands, also when only its tombstone is left; NotFound for strangers."""
    query = (
        select(LearningNetwork.slug, Discussion.number)
        .join_from(Post, Discussion, Discussion.id == Post.discussion_id)
        .join(LearningNetwork, LearningNetwork.id == Discussion.network_id)
        .where(Post.id == post_id, visible_discussions(seen_by))
    )
    row = db.session.execute(query).first()
    if row is None:
        raise NotFound
    return PlaceOfPost(*row)


def _once_numbered(network_id: int, number: int, position: int, seen_by: Actor) -> int | None:
    """The post that had this number there before it was taken elsewhere, lately if there were several."""
    query = select(OperationPost.post_id).join(Discussion, Discussion.id == OperationPost.from_id)
    query = query.where(Discussion.network_id == network_id, Discussion.number == number)
    query = query.where(OperationPost.from_number == position, visible_discussions(seen_by))
    return db.session.scalar(query.order_by(OperationPost.id.desc()).limit(1))


def page_with(discussion: Discussion, post_id: int, seen_by: Actor) -> int:
    """The page of the discussion on which this post stands; the first, if it does not stand there."""
    if sight_in(seen_by, discussion.network_id) is Sight.NOTHING:
        return 1
    return int(db.session.scalar(_RANK, {"discussion": discussion.id, "post": post_id}) or 0) // PAGE + 1


_named, _earlier = aliased(Post), aliased(Post)
_RANK = (
    select(func.count(_earlier.id))
    .select_from(_named)
    .join(_earlier, _earlier.discussion_id == _named.discussion_id)
    .where(_named.id == bindparam("post"), _named.discussion_id == bindparam("discussion"))
    .where(
        or_(
            _earlier.created_at < _named.created_at,
            and_(_earlier.created_at == _named.created_at, _earlier.id < _named.id),
        )
    )
)


def last_post_id(discussion: Discussion, seen_by: Actor) -> int | None:
    """The post that stands last, also if only its tombstone is left."""
    if sight_in(seen_by, discussion.network_id) is Sight.NOTHING:
        return None
    last = select(Post.id).where(Post.discussion_id == discussion.id)
    return db.session.scalar(last.order_by(Post.created_at.desc(), Post.id.desc()).limit(1))


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
