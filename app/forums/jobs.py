"""Work of the night: HTML of an older renderer is made anew, and the stored counts are checked."""

from __future__ import annotations

from sqlalchemy import func, or_, select

from app.core.db import db
from app.forums.bodies import render_again
from app.forums.models import Discussion, Forum, Post, PostState

BATCH = 200


def render_stale() -> int:
    """Make anew the HTML of every post that an older renderer wrote. Commits after each batch."""
    done = 0
    while count := render_again(BATCH):
        db.session.commit()
        done += count
    return done


def counts_that_are_off() -> list[str]:
    """Every stored count that differs from what it counts, in words; none, if all is well."""
    posts = (
        select(func.count(Post.id)).where(Post.discussion_id == Discussion.id).correlate(Discussion).scalar_subquery()
    )
    last = (
        select(func.coalesce(func.max(Post.position), 0))
        .where(Post.discussion_id == Discussion.id)
        .correlate(Discussion)
        .scalar_subquery()
    )
    spoken = (
        select(func.count(Discussion.id))
        .where(Discussion.forum_id == Forum.id, Discussion.post_count > 0)
        .correlate(Forum)
        .scalar_subquery()
    )
    wrong_posts = select(Discussion.id, Discussion.post_count, posts).where(
        or_(Discussion.post_count != posts, Discussion.post_count != last)
    )
    wrong_forums = select(Forum.id, Forum.discussion_count, spoken).where(Forum.discussion_count != spoken)
    visible = (
        select(func.max(Post.id))
        .where(Post.discussion_id == Discussion.id, Post.state == PostState.VISIBLE)
        .correlate(Discussion)
        .scalar_subquery()
    )
    wrong_latest = select(Discussion.id, Discussion.last_visible_post_id, visible).where(
        func.coalesce(Discussion.last_visible_post_id, 0) != func.coalesce(visible, 0)
    )
    return [
        *(
            f"discussion {row[0]}: post {row[1]} stored as the latest, it is {row[2]}"
            for row in db.session.execute(wrong_latest)
        ),
        *(f"discussion {row[0]}: {row[1]} stored, {row[2]} counted" for row in db.session.execute(wrong_posts)),
        *(f"forum {row[0]}: {row[1]} stored, {row[2]} counted" for row in db.session.execute(wrong_forums)),
    ]
