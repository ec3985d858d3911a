"""Stored counts of discussions and forums, made anew from their posts after more than one of them has changed its place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, update

from app.core.db import db, insert_from
from app.forums.models import Discussion, Forum, Post, PostState
from app.forums.reading.models import Strand
from app.forums.reading.strands import STRANDS, strands_of


def count_again(discussion_ids: Collection[int]) -> None:
    """What is stored of these discussions, whose rows the caller holds, and of the strands in them.

    As many statements for two thousand posts as for two.
    """
    db.session.flush()
    here = Discussion.id.in_(discussion_ids)
    latest, first = _at_an_end(Post.created_at.desc(), Post.id.desc()), _at_an_end(Post.created_at, Post.id)
    fresh = {
        "post_count": _of_its_posts(func.count(Post.id)),
        "first_post_id": first(Post.id),
        "last_post_at": func.coalesce(latest(Post.created_at), Discussion.created_at),
        "last_post_by_id": latest(Post.author_id),
        "last_visible_post_id": _of_its_posts(func.max(Post.id), Post.state == PostState.VISIBLE),
    }
    db.session.execute(update(Discussion).where(here).values(**fresh).execution_options(synchronize_session=False))
    gone = delete(Strand).where(Strand.discussion_id.in_(discussion_ids))
    db.session.execute(gone.execution_options(synchronize_session=False))
    insert_from(Strand, STRANDS, strands_of(Post.discussion_id.in_(discussion_ids)))
    for each in db.session.identity_map.values():
        if isinstance(each, Discussion) and each.id in discussion_ids:
            db.session.expire(each)


def count_forums_again(forum_ids: Collection[int]) -> None:
    """Last, as a post counts itself; and always in this order: two who move things never wait for each other."""
    for forum_id in sorted(set(forum_ids)):
        spoken = (Discussion.forum_id == forum_id, Discussion.post_count > 0)
        fresh = {
            "discussion_count": select(func.count()).select_from(Discussion).where(*spoken).scalar_subquery(),
            "last_post_at": select(func.max(Discussion.last_post_at)).where(*spoken).scalar_subquery(),
        }
        counted = update(Forum).where(Forum.id == forum_id).values(**fresh)
        db.session.execute(counted.execution_options(synchronize_session=False))


def show_latest(discussion_id: int) -> None:
    """Which post of it is the latest that can be read, in each strand; no other is published meanwhile."""
    db.session.flush()
    db.session.execute(select(Discussion.id).where(Discussion.id == discussion_id).with_for_update())
    latest = _of_its_posts(func.max(Post.id), Post.state == PostState.VISIBLE)
    shown = update(Discussion).where(Discussion.id == discussion_id).values(last_visible_post_id=latest)
    db.session.execute(shown.execution_options(synchronize_session="fetch"))
    of_strand = select(func.max(Post.id)).where(
        Post.discussion_id == Strand.discussion_id, Post.strand_id == Strand.strand_id, Post.state == PostState.VISIBLE
    )
    each = update(Strand).where(Strand.discussion_id == discussion_id)
    db.session.execute(
        each.values(last_visible_post_id=of_strand.scalar_subquery()).execution_options(synchronize_session=False)
    )


def _of_its_posts(what: Any, *which: ColumnElement[bool]) -> Any:
    return select(what).where(Post.discussion_id == Discussion.id, *which).correlate(Discussion).scalar_subquery()


def _at_an_end(*order: Any) -> Any:
    def of(what: Any) -> Any:
        ordered = select(what).where(Post.discussion_id == Discussion.id).order_by(*order).limit(1)
        return ordered.correlate(Discussion).scalar_subquery()

    return of
