"""The HTML of posts, with the pictures and files that belong to them."""

from __future__ import annotations

from sqlalchemy import select, update

from app.attachments import queries as attachments
from app.core.db import db
from app.core.text import markdown
from app.forums.models import Post, PostRevision
from app.texts.services import names_some

#: Under which pictures and files know that their words are a post.
POST = "post"


def render_again(limit: int = 500) -> int:
    """Bring the stored HTML of at most `limit` posts up to the present renderer; how many there were.

    No permission is asked: nobody's words change. The version is left alone, so no open editor meets a conflict.
    """
    stale = select(Post.id, Post.body_md).where(Post.renderer < markdown.RENDERER).order_by(Post.id).limit(limit)
    rows = db.session.execute(stale).all()
    shown = attachments.shown_with(POST, [post_id for post_id, _ in rows])
    for post_id, body in rows:
        fresh = {"body_html": markdown.render(body, shown.get(post_id)), "renderer": markdown.RENDERER}
        unchanged = (Post.id == post_id) & (Post.body_md == body)
        db.session.execute(update(Post).where(unchanged).values(**fresh).execution_options(synchronize_session=False))
    return len(rows)


def show_without_pictures(person_id: int) -> None:
    """What this person wrote shows none of their pictures and files any more, which are deleted: nor what they showed."""
    for table, author in ((Post, Post.author_id), (PostRevision, PostRevision.replaced_by_id)):
        these = select(table.id, table.body_md).where(author == person_id, names_some(table.body_md))
        for row_id, body in db.session.execute(these).all():
            fresh = update(table).where(table.id == row_id).values(body_html=markdown.render(body))
            db.session.execute(fresh.execution_options(synchronize_session=False))
