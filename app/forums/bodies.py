"""The HTML of posts, with the pictures and files that belong to them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute

from app.attachments import queries as attachments
from app.attachments.services import require_all_here, shown_in
from app.core.actor import Actor
from app.core.db import db
from app.core.text import markdown
from app.forums.models import Post, PostRevision

#: Under which pictures and files know that their words are a post.
POST = "post"


def html_of(actor: Actor, network_id: int, body: str, post_id: int | None = None) -> str:
    """A post's text as it is shown. Invalid, at its field, if it names a picture that is not there for it."""
    require_all_here(actor, network_id, body, POST, post_id)
    return markdown.render(body, shown_in(actor, network_id, body, POST, post_id))


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
        these = select(table.id, table.body_md).where(author == person_id, _names_some(table.body_md))
        for row_id, body in db.session.execute(these).all():
            fresh = update(table).where(table.id == row_id).values(body_html=markdown.render(body))
            db.session.execute(fresh.execution_options(synchronize_session=False))


def _names_some(text: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return or_(text.contains("[picture "), text.contains("[file "))
