"""On which days was spoken in a discussion."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, func, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import Discussion, Post
from app.forums.policy import Sight, sight_in


class DayOfPosts(NamedTuple):
    """The first post of a day, when it was written, and how many there are that day."""

    post_id: int
    at: datetime
    posts: int


def days(discussion: Discussion, seen_by: Actor) -> list[DayOfPosts]:
    """In order; in one query, which reads the index alone. When others spoke is withheld from a researcher."""
    if sight_in(seen_by, discussion.network_id) in {Sight.NOTHING, Sight.AGREED}:
        return []
    return [DayOfPosts(*row) for row in rows_of(_days(), {"discussion": discussion.id})]


@cache
def _days() -> Select[Any]:
    day = func.date(Post.created_at)
    nth = func.row_number().over(partition_by=day, order_by=(Post.created_at, Post.id)).label("nth")
    posts = func.count().over(partition_by=day).label("posts")
    numbered = (
        select(Post.id, Post.created_at, posts, nth).where(Post.discussion_id == bindparam("discussion")).subquery()
    )
    first = select(numbered.c.id, numbered.c.created_at, numbered.c.posts).where(numbered.c.nth == 1)
    return first.order_by(numbered.c.created_at, numbered.c.id)
