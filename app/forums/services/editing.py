"""The author changes a post. What it said before is kept, whenever that happens."""

from __future__ import annotations

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.events import announce
from app.core.permissions import require
from app.core.text import markdown
from app.forums.bodies import POST
from app.forums.events import PostEdited
from app.forums.models import Post, PostRevision
from app.forums.policy import Permission
from app.forums.text_limits import fitting_body
from app.texts.services import TextOf, keep_with, newly_named, read_text


def edit_post(actor: Actor, post: Post, body_md: str, *, seen_version: int | None = None) -> None:
    """New words for a post; the old ones become a revision. Conflict if another tab was quicker."""
    require(actor, Permission.EDIT, post)
    expect_version(post, seen_version, {"body": post.body_md})
    this = TextOf(POST, post.network_id, post.id)
    body, html = read_text(actor, this, fitting_body(body_md))
    keep_with(actor, this, body)
    if body == post.body_md:
        post.body_html = html  # what a picture shows may be said otherwise
        return
    at, named = clock.now(), newly_named(post.body_md, body)
    revision = PostRevision(
        post_id=post.id, body_md=post.body_md, body_html=post.body_html, replaced_at=at, replaced_by_id=actor.person_id
    )
    db.session.add(revision)
    post.body_md, post.body_html, post.renderer = body, html, markdown.RENDERER
    post.edited_at = at
    audit.record(actor, "edit", post)
    of = {"network_id": post.network_id, "post_id": post.id}
    announce(PostEdited(actor_id=actor.person_id, named=tuple(sorted(named)), **of))
