"""What readers say of posts with one press: columns for whoever asks for posts, so that no page asks for them apart."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, String, bindparam, func, select, type_coerce

from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Post, Reaction, ReactionKind


class Reactions(NamedTuple):
    """How many say what of one post, and what of it the reader does. Names are shown to nobody."""

    seen_too: int
    thanks: int
    #: What the reader says, "seen too,thank you"; None for nothing.
    mine: str | None


def how_many(kind: ReactionKind, post_id: Any = Post.id) -> ColumnElement[int]:
    """How many say this of each post of a statement: a look into the index of `reaction`."""
    said = select(func.count(Reaction.id)).where(Reaction.post_id == post_id, Reaction.kind == kind)
    return said.correlate_except(Reaction).scalar_subquery()


#: In the order of `Reactions`; `me` is the reader's id.
COLUMNS: tuple[ColumnElement[Any], ...] = (
    how_many(ReactionKind.SEEN_TOO),
    how_many(ReactionKind.THANKS),
    select(func.aggregate_strings(type_coerce(Reaction.kind, String), ","))
    .where(Reaction.post_id == Post.id, Reaction.person_id == bindparam("me", type_=Integer))
    .correlate_except(Reaction)
    .scalar_subquery(),
)


def reactions_of(post: Post, seen_by: Actor) -> Reactions:
    """Of a post that the reader may read."""
    query = select(*COLUMNS).select_from(Post).where(Post.id == post.id)
    return Reactions(*db.session.execute(query, {"me": seen_by.person_id}).one())
