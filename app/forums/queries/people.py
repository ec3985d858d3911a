"""Who speaks in the discussions of a list."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, case, func, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import Discussion, Forum, Post
from app.forums.policy import Sight, may_be_named, posts_in, sight_in

#: So many are named; the others are a number.
NAMED = 3


class Speakers(NamedTuple):
    """The first who spoke in a discussion, and how many more did, or spoke and are not named to this reader."""

    names: tuple[str, ...]
    more: int


def speakers(forum: Forum, discussion_ids: Sequence[int], seen_by: Actor) -> dict[int, Speakers]:
    """Of each of these discussions of the forum, in the order in which they first spoke; in one query."""
    sight = sight_in(seen_by, forum.network_id)
    if sight is Sight.NOTHING or not discussion_ids:
        return {}
    if sight is Sight.MODERATOR:
        sight = Sight.VISIBLE
    mine = {"me": seen_by.person_id} if sight is Sight.AGREED else {}
    rows = rows_of(_speakers(sight), {"discussions": list(discussion_ids), **mine})
    return {each: _told([row[1] for row in group]) for each, group in groupby(rows, key=itemgetter(0))}


def _told(names: Sequence[str | None]) -> Speakers:
    known = tuple(name for name in names if name)[:NAMED]
    return Speakers(known, len(names) - len(known))


@cache
def _speakers(sight: Sight) -> Select[Any]:
    return (
        select(Discussion.id, case((may_be_named(Person), Person.name)))
        .join(Post, Post.discussion_id == Discussion.id)
        .join(Person, Person.id == Post.author_id)
        .where(Discussion.id.in_(bindparam("discussions", expanding=True)), posts_in(sight))
        .group_by(Discussion.id, Person.id)
        .order_by(Discussion.id, func.min(Post.created_at), func.min(Post.id))
    )
