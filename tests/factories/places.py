"""Where posts stand, for tests that move them."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db
from app.forums.models import Discussion, Post
from app.forums.moderation.models import Operation


def posts(discussion: Discussion) -> list[int]:
    """Their numbers, in the order in which they are read."""
    mine = select(Post.position).where(Post.discussion_id == discussion.id).order_by(Post.created_at, Post.id)
    return list(db.session.scalars(mine))


def ids(discussion_id: int, *numbers: int) -> list[int]:
    mine = select(Post.id).where(Post.discussion_id == discussion_id, Post.position.in_(numbers))
    return list(db.session.scalars(mine))


def latest() -> Operation:
    return db.session.scalars(select(Operation).order_by(Operation.id.desc()).limit(1)).one()
