"""How posts and discussions are named by their tokens."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, case, exists, literal, select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.models import Discussion, Post
from app.forums.policy import values_for, visible_posts, visible_titles
from app.networks.models import LearningNetwork, Membership
from app.networks.policy import WHOEVER_READS
from app.web.page.naming import NamedThing


def name_authors(refs: Collection[str], seen_by: Actor) -> dict[str, NamedThing]:
    """Who wrote a post that is quoted, by the name they go by, and where it stands; for those who may read it."""
    rows = _posts([int(ref[2:]) for ref in refs], seen_by)
    return {
        f"@p{row.id}": NamedThing(row.author, f"/networks/{row.slug}/posts/{row.id}", f" wrote in post {row.position}:")
        for row in rows
    }


def name_posts(refs: Collection[str], seen_by: Actor) -> dict[str, NamedThing]:
    """A post as what stands under a discussion's title."""
    rows = {row.id: row for row in _posts([int(ref.rpartition("-P")[2]) for ref in refs], seen_by)}
    found = {}
    for ref in refs:
        slug, _, number = ref[1:].rpartition("-P")
        row = rows.get(int(number))
        if row is not None and row.slug.casefold() == slug.casefold():
            title = row.title or "A discussion"
            found[ref] = NamedThing(
                title, f"/networks/{row.slug}/posts/{row.id}", f"post {row.position} by {row.author}"
            )
    return found


def _posts(ids: list[int], seen_by: Actor) -> list[Any]:
    return list(rows_of(_named_posts(), {"posts": ids, **values_for(seen_by)})) if seen_by.roles else []


_WITHHELD = exists().where(
    Membership.person_id == Post.author_id,
    Membership.network_id == Post.network_id,
    Membership.left_at.is_not(None),
    Membership.name_withheld,
)
_AUTHOR = case((_WITHHELD, literal("A former member")), else_=Person.name).label("author")
_TITLE = case((visible_titles(WHOEVER_READS), Discussion.title)).label("title")


@cache
def _named_posts() -> Select[Any]:
    return (
        select(Post.id, Post.position, LearningNetwork.slug, _AUTHOR, _TITLE)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .join(Person, Person.id == Post.author_id)
        .join(LearningNetwork, LearningNetwork.id == Post.network_id)
        .where(Post.id.in_(bindparam("posts", expanding=True)), visible_posts(WHOEVER_READS))
    )
