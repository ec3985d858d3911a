"""The forums of a network and the discussions of a forum. Rows are plain: a page shows them and no more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.core.numbers import names_a_row
from app.core.paging import Page, page_of
from app.forums.kinds import KINDS
from app.forums.models import AnswerMark, Discussion, Forum, ForumKind, Post, PostState
from app.forums.policy import Sight, may_be_named, posts_in, sight_in, titles_in
from app.networks.policy import Capability, holds, networks_where

PAGE = 30
#: Characters of a first post that a line of the list is made of.
OPENING = 1_000

#: A post that can be read, and stands in the discussion still, is marked as what answers it.
MARKED_ANSWERED = exists().where(
    AnswerMark.discussion_id == Discussion.id,
    AnswerMark.post_id == Post.id,
    Post.discussion_id == Discussion.id,
    Post.state == PostState.VISIBLE,
)
#: Somebody other than its beginner has spoken in the discussion, and it can be read; or its beginner has found the answer.
#: Whatever lists what nobody has answered asks this.
ANSWERED = or_(
    exists().where(
        Post.discussion_id == Discussion.id, Post.author_id != Discussion.author_id, Post.state == PostState.VISIBLE
    ),
    MARKED_ANSWERED,
)


class ForumRow(NamedTuple):
    """A forum with the discussion in which somebody spoke last; those fields are None while it is empty."""

    id: int
    kind: ForumKind
    purpose: str
    discussion_count: int
    last_post_at: datetime | None
    last_number: int | None
    last_title: str | None
    last_by: str | None


class DiscussionRow(NamedTuple):
    """A line of a forum's list. `title` and `author` are None where they are withheld from a researcher; a name, where who left asked for that."""

    id: int
    number: int
    title: str | None
    author: str | None
    post_count: int
    pinned: bool
    locked: bool
    last_post_at: datetime
    last_by: str | None
    last_visible_post_id: int | None
    #: The beginning of the first post's HTML, maybe cut within a tag; None where it is withheld, hidden or removed.
    opening: str | None
    #: A post is marked as its answer.
    answered: bool


def forums(network_id: int, seen_by: Actor) -> Sequence[ForumRow]:
    """The network's forums in their order, in one query."""
    sight = sight_in(seen_by, network_id)
    if sight is Sight.NOTHING:
        return []
    rows = rows_of(_forums(sight), {"network": network_id, "me": seen_by.person_id})
    return [ForumRow(*row) for row in rows]


@cache
def _forums(sight: Sight) -> Select[*tuple[Any, ...]]:
    """Put together once for each sight: doing that anew for each page costs more than running it."""
    readable = titles_in(sight)
    latest = (
        select(Discussion.id)
        .where(Discussion.forum_id == Forum.id, Discussion.post_count > 0)
        .order_by(Discussion.last_post_at.desc(), Discussion.id.desc())
        .limit(1)
        .correlate(Forum)
        .scalar_subquery()
    )
    return (
        select(
            Forum.id,
            Forum.kind,
            Forum.purpose,
            Forum.discussion_count,
            Forum.last_post_at,
            Discussion.number,
            case((readable, Discussion.title)),
            case((and_(readable, may_be_named(Person)), Person.name)),
        )
        .outerjoin(Discussion, Discussion.id == latest)
        .outerjoin(Person, Person.id == Discussion.last_post_by_id)
        .where(Forum.network_id == bindparam("network"))
        .order_by(Forum.position, Forum.id)
    )


def forum(network_id: int, slug: str, seen_by: Actor) -> Forum:
    """The forum at this address; NotFound for an unknown kind or a stranger."""
    kind = KINDS.get(slug)
    readable = kind and holds(seen_by, Capability.READ, network_id)
    row = db.session.scalar(_FORUM, {"network": network_id, "kind": kind}) if readable else None
    if row is None:
        raise NotFound
    return row


def forums_to_read(network_id: int, seen_by: Actor) -> list[Forum]:
    """All forums of the network, for whoever declares them read; none for a stranger."""
    if not holds(seen_by, Capability.READ, network_id):
        return []
    return list(db.session.scalars(select(Forum).where(Forum.network_id == network_id).order_by(Forum.position)))


def forums_of_mine(seen_by: Actor) -> list[Forum]:
    """All forums of the networks that the reader belongs to, for whoever declares all of them read."""
    mine = sorted(each for each in networks_where(seen_by, Capability.READ) if seen_by.roles_in(each))
    return list(db.session.scalars(select(Forum).where(Forum.network_id.in_(mine)).order_by(Forum.id)))


_FORUM = select(Forum).where(Forum.network_id == bindparam("network"), Forum.kind == bindparam("kind"))


def pinned_discussions(forum: Forum, seen_by: Actor) -> list[DiscussionRow]:
    """Those that stand above the list, latest first."""
    return _found(forum, seen_by, "pinned", {"most": PAGE})


def discussions(
    forum: Forum, seen_by: Actor, after: str | None = None, size: int = PAGE, *, unanswered: bool = False
) -> Page[DiscussionRow]:
    """One page of the discussions that are not pinned, latest first; or of those, pinned or not, that nobody has answered.

    `after` is an id from an earlier page.
    """
    pivot = None
    if after and names_a_row(after):
        pivot = db.session.scalar(select(Discussion.last_post_at).where(Discussion.id == int(after)))
    if pivot is None:
        rows = _found(forum, seen_by, "latest", {"most": size + 1}, unanswered=unanswered)
    else:
        older = {"most": size + 1, "pivot": pivot, "pivot_id": int(after or 0)}
        rows = _found(forum, seen_by, "older", older, unanswered=unanswered)
    return page_of(rows, size)


def _found(
    forum: Forum, seen_by: Actor, part: str, values: dict[str, Any], *, unanswered: bool = False
) -> list[DiscussionRow]:
    sight = sight_in(seen_by, forum.network_id)
    if sight is Sight.NOTHING:
        return []
    mine = {"me": seen_by.person_id} if sight is Sight.AGREED else {}
    rows = rows_of(_rows(sight, part, unanswered), {"forum": forum.id, **mine, **values})
    return [DiscussionRow(*row) for row in rows]


@cache
def _rows(sight: Sight, part: str, unanswered: bool) -> Select[Any]:
    author, last = aliased(Person), aliased(Person)
    readable = titles_in(sight)
    opening = (
        select(func.substr(Post.body_html, 1, OPENING))
        .where(Post.id == Discussion.first_post_id, Post.state == PostState.VISIBLE)
        .where(posts_in(sight))
        .correlate(Discussion)
        .scalar_subquery()
    )
    before = Discussion.last_post_at < bindparam("pivot")
    beside = and_(Discussion.last_post_at == bindparam("pivot"), Discussion.id < bindparam("pivot_id"))
    return (
        select(
            Discussion.id,
            Discussion.number,
            case((readable, Discussion.title)),
            case((and_(readable, may_be_named(author)), author.name)),
            Discussion.post_count,
            Discussion.pinned,
            Discussion.locked,
            Discussion.last_post_at,
            case((and_(readable, may_be_named(last)), last.name)),
            Discussion.last_visible_post_id,
            opening,
            MARKED_ANSWERED,
        )
        .join(author, author.id == Discussion.author_id)
        .outerjoin(last, last.id == Discussion.last_post_by_id)
        .where(Discussion.forum_id == bindparam("forum"), Discussion.post_count > 0)
        .where(~ANSWERED if unanswered else Discussion.pinned.is_(part == "pinned"))
        .where(*([or_(before, beside)] if part == "older" else []))
        .order_by(Discussion.last_post_at.desc(), Discussion.id.desc())
        .limit(bindparam("most"))
    )
