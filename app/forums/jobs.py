"""Work of the night: HTML of an older renderer is made anew, and the stored counts are checked."""

from __future__ import annotations

from sqlalchemy import Select, and_, func, or_, select

from app.core.db import db
from app.forums.bodies import render_again
from app.forums.models import Discussion, Forum, Post, PostState
from app.forums.moderation.services.ordering import reopen_in_time
from app.forums.reading.models import Strand
from app.forums.reading.strands import strands_of

BATCH = 200


def reopen() -> int:
    """Open the discussions whose lock is over."""
    opened = reopen_in_time()
    db.session.commit()
    return opened


def render_stale() -> int:
    """Make anew the HTML of every post that an older renderer wrote. Commits after each batch."""
    done = 0
    while count := render_again(BATCH):
        db.session.commit()
        done += count
    return done


def _firsts_off() -> Select[int]:
    first = select(Post.id).where(Post.discussion_id == Discussion.id).order_by(Post.created_at, Post.id).limit(1)
    really = first.correlate(Discussion).scalar_subquery()
    return select(Discussion.id).where(func.coalesce(Discussion.first_post_id, 0) != func.coalesce(really, 0))


def _strands_off() -> Select[int]:
    """Discussions of which a strand is stored that is not there, or not stored as it is."""
    counted = strands_of(Post.id.is_not(None)).subquery()
    same = and_(counted.c.discussion_id == Strand.discussion_id, counted.c.strand_id == Strand.strand_id)
    alike = func.coalesce(counted.c[4], 0) == func.coalesce(Strand.last_visible_post_id, 0)
    missing = select(counted.c.discussion_id).outerjoin(Strand, same).where(or_(Strand.id.is_(None), ~alike))
    needless = select(Strand.discussion_id).outerjoin(counted, same).where(counted.c.discussion_id.is_(None))
    return select(missing.union(needless).subquery().c[0])


def counts_that_are_off() -> list[str]:
    """Every stored count that differs from what it counts, in words; none, if all is well."""
    posts = (
        select(func.count(Post.id)).where(Post.discussion_id == Discussion.id).correlate(Discussion).scalar_subquery()
    )
    highest = (
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
        or_(Discussion.post_count != posts, Discussion.last_number < highest)
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
        *(f"discussion {row[0]}: its strands are stored otherwise" for row in db.session.execute(_strands_off())),
        *(
            f"discussion {row[0]}: post {row[1]} stored as the latest, it is {row[2]}"
            for row in db.session.execute(wrong_latest)
        ),
        *(f"discussion {row}: its first post is stored otherwise" for row in db.session.scalars(_firsts_off())),
        *(f"discussion {row[0]}: {row[1]} stored, {row[2]} counted" for row in db.session.execute(wrong_posts)),
        *(f"forum {row[0]}: {row[1]} stored, {row[2]} counted" for row in db.session.execute(wrong_forums)),
    ]
