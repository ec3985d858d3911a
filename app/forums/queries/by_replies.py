"""A discussion with each post's replies beneath it: the order of all its posts, and how far in each stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import Discussion, Post
from app.forums.policy import Sight, sight_in

#: Replies to replies further in than this stand as far in as those.
DEEPEST = 3


class Placed(NamedTuple):
    """A post in that order, and how far in it stands: 0 for what answers nothing here."""

    id: int
    depth: int


def by_replies(discussion: Discussion, seen_by: Actor) -> list[Placed]:
    """Every post of the discussion once; replies to one post by date. All ids are read, whichever page is shown: some ten
    milliseconds for two thousand.
    """
    if sight_in(seen_by, discussion.network_id) is Sight.NOTHING:
        return []
    return list(arranged((row[0], row[1]) for row in rows_of(_posts(), {"discussion": discussion.id})))


def arranged(posts: Iterable[tuple[int, int | None]]) -> Iterator[Placed]:
    """Of (id, id of what it answers or None), by date. What it answers may stand in another discussion by now."""
    known = dict(posts)
    beneath: dict[int | None, list[int]] = {}
    for post_id, answers in known.items():
        # Only what was written before can be answered, so nobody walks in a ring.
        above = answers if answers in known and answers < post_id else None
        beneath.setdefault(above, []).append(post_id)
    waiting = [(post_id, 0) for post_id in reversed(beneath.get(None, []))]
    while waiting:
        post_id, depth = waiting.pop()
        yield Placed(post_id, min(depth, DEEPEST))
        waiting.extend((each, depth + 1) for each in reversed(beneath.get(post_id, [])))


@cache
def _posts() -> Select[*tuple[Any, ...]]:
    here = Post.discussion_id == bindparam("discussion")
    return select(Post.id, Post.reply_to_id).where(here).order_by(Post.created_at, Post.id)
