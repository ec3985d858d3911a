"""What stands over a discussion: the answer and the summary, as far as this reader may read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, func, or_, select, true
from sqlalchemy.orm import aliased

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import AnswerMark, Discussion, Post, PostState
from app.forums.policy import Sight, may_be_named, posts_in, sight_in
from app.forums.summing_up.models import DiscussionSummary
from app.networks.models import IN_FORUMS
from app.networks.policy import agreed_to_research


class Upshot(NamedTuple):
    """What a discussion came to. Ids are None where there is nothing; a name, where who left asked for that."""

    answer_id: int | None
    answer_by: str | None
    answered_at: datetime | None
    summary_id: int | None
    summary_html: str | None
    summary_by: str | None
    summary_at: datetime | None
    #: Posts that came after the summary, and can be read.
    since: int


class WrittenSummary(NamedTuple):
    id: int
    body_md: str
    body_html: str
    author: str | None
    written_at: datetime


def upshot(discussion: Discussion, seen_by: Actor) -> Upshot:
    """In one query. What its author has not agreed to is withheld from a researcher."""
    sight = sight_in(seen_by, discussion.network_id)
    if sight is Sight.NOTHING:
        return Upshot(None, None, None, None, None, None, None, 0)
    row = rows_of(_upshot(sight), {"discussion": discussion.id, "me": seen_by.person_id}).one()
    return Upshot(*row)


def summaries(discussion: Discussion, seen_by: Actor) -> Sequence[WrittenSummary]:
    """All that were written, the latest first."""
    sight = sight_in(seen_by, discussion.network_id)
    if sight is Sight.NOTHING:
        return []
    found = (
        select(
            DiscussionSummary.id,
            DiscussionSummary.body_md,
            DiscussionSummary.body_html,
            case((may_be_named(Person), Person.name)),
            DiscussionSummary.written_at,
        )
        .join(Discussion, Discussion.id == DiscussionSummary.discussion_id)
        .join(Person, Person.id == DiscussionSummary.author_id)
        .where(DiscussionSummary.discussion_id == discussion.id, _readable(sight))
        .order_by(DiscussionSummary.id.desc())
    )
    return [WrittenSummary(*row) for row in rows_of(found, {"me": seen_by.person_id})]


def _readable(sight: Sight) -> ColumnElement[bool]:
    if sight is not Sight.AGREED:
        return true()
    agreed = agreed_to_research(DiscussionSummary.author_id, DiscussionSummary.network_id, IN_FORUMS)
    return or_(agreed, DiscussionSummary.author_id == bindparam("me"))


@cache
def _upshot(sight: Sight) -> Select[Any]:
    answerer, newer, came = aliased(Person), aliased(DiscussionSummary), aliased(Post)
    sight_of_all = Sight.VISIBLE if sight is Sight.MODERATOR else sight
    latest = select(func.max(newer.id)).where(newer.discussion_id == Discussion.id).correlate(Discussion)
    since = (
        select(func.count())
        .where(
            came.discussion_id == Discussion.id,
            came.id > DiscussionSummary.up_to_post_id,
            came.state == PostState.VISIBLE,
        )
        .correlate(Discussion, DiscussionSummary)
        .scalar_subquery()
    )
    stands_here = and_(Post.id == AnswerMark.post_id, Post.discussion_id == Discussion.id, posts_in(sight_of_all))
    return (
        select(
            Post.id,
            case((may_be_named(answerer), answerer.name)),
            case((Post.id.is_not(None), AnswerMark.said_at)),
            DiscussionSummary.id,
            DiscussionSummary.body_html,
            case((may_be_named(Person), Person.name)),
            DiscussionSummary.written_at,
            case((DiscussionSummary.id.is_(None), 0), else_=since),
        )
        .select_from(Discussion)
        .outerjoin(AnswerMark, AnswerMark.discussion_id == Discussion.id)
        .outerjoin(Post, stands_here)
        .outerjoin(answerer, answerer.id == Post.author_id)
        .outerjoin(DiscussionSummary, and_(DiscussionSummary.id == latest.scalar_subquery(), _readable(sight)))
        .outerjoin(Person, Person.id == DiscussionSummary.author_id)
        .where(Discussion.id == bindparam("discussion"))
    )
