"""The author changes a post. What it said before is kept, whenever that happens."""

from __future__ import annotations

from sqlalchemy import select, update

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.events import announce
from app.core.permissions import require
from app.core.text import markdown
from app.forums.events import PostEdited
from app.forums.models import Post, PostRevision
from app.forums.policy import Permission
from app.forums.text_limits import fitting_body


def edit_post(actor: Actor, post: Post, body_md: str, *, seen_version: int | None = None) -> None:
    """New words for a post; the old ones become a revision. Conflict if another tab was quicker."""
    require(actor, Permission.EDIT, post)
    expect_version(post, seen_version, {"body": post.body_md})
    body = fitting_body(body_md)
    if body == post.body_md:
        return
    at = clock.now()
    revision = PostRevision(
        post_id=post.id, body_md=post.body_md, body_html=post.body_html, replaced_at=at, replaced_by_id=actor.person_id
    )
    db.session.add(revision)
    post.body_md, post.body_html, post.renderer = body, markdown.render(body), markdown.RENDERER
    post.edited_at = at
    audit.record(actor, "edit", post)
    announce(PostEdited(network_id=post.network_id, actor_id=actor.person_id, post_id=post.id))


def render_again(limit: int = 500) -> int:
    """Bring the stored HTML of at most `limit` posts up to the present renderer; how many there were.

    No permission is asked: nobody's words change. The version is left alone, so no open editor meets a conflict.
    """
    stale = select(Post.id, Post.body_md).where(Post.renderer < markdown.RENDERER).order_by(Post.id).limit(limit)
    rows = db.session.execute(stale).all()
    for post_id, body in rows:
        fresh = {"body_html": markdown.render(body), "renderer": markdown.RENDERER}
        unchanged = (Post.id == post_id) & (Post.body_md == body)
        db.session.execute(update(Post).where(unchanged).values(**fresh).execution_options(synchronize_session=False))
    return len(rows)
