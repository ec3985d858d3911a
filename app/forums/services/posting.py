"""Forums, discussions and posts come into being. Nothing is indexed or mailed here: listeners owe that."""

from __future__ import annotations

from functools import cache
from typing import cast

from sqlalchemy import Executable, Table, bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import UtcDateTime, db, insert_once
from app.core.errors import NotFound, Refused
from app.core.events import announce
from app.core.permissions import require
from app.core.text import markdown
from app.core.text.pictures import tokens_in
from app.forums.bodies import POST
from app.forums.events import PostPublished
from app.forums.kinds import PURPOSES
from app.forums.models import Discussion, Forum, ForumKind, Post
from app.forums.policy import Permission
from app.forums.reading.marks import Marks
from app.forums.reading.models import Strand
from app.forums.services.following import follow_what_one_writes_in
from app.forums.text_limits import fitting_body, fitting_title
from app.networks.services import next_number
from app.texts.services import TextOf, keep_with, read_text


def ensure_forums(network_id: int) -> None:
    """Give the network its seven forums, as far as it lacks them. No permission is asked: it is part of opening one."""
    for position, (kind, purpose) in enumerate(PURPOSES.items()):
        values = {
            "network_id": network_id,
            "kind": kind,
            "purpose": str(purpose),
            "position": position,
            "discussion_count": 0,
        }
        if not insert_once(Forum, values):
            unsaid = update(Forum).where(Forum.network_id == network_id, Forum.kind == kind, Forum.purpose == "")
            db.session.execute(unsaid.values(purpose=str(purpose)))


def open_discussion(actor: Actor, network_id: int, kind: ForumKind, title: str) -> Discussion:
    """A discussion without posts, for what is discussed under it: a topic, an issue, an intervention.

    A forum's list shows it from its first post on.
    """
    forum = db.session.scalar(select(Forum).where(Forum.network_id == network_id, Forum.kind == kind))
    if forum is None:
        ensure_forums(network_id)
        forum = db.session.scalars(select(Forum).where(Forum.network_id == network_id, Forum.kind == kind)).one()
    require(actor, Permission.START, forum)
    at = clock.now()
    discussion = Discussion(
        network_id=network_id,
        forum_id=forum.id,
        began_in_id=forum.id,
        number=next_number(network_id, "discussion"),
        title=fitting_title(title),
        author_id=actor.person_id,
        created_at=at,
        last_post_at=at,
    )
    db.session.add(discussion)
    db.session.flush()  # posts and topics point to its id
    return discussion


def start_discussion(
    actor: Actor, forum: Forum, title: str, body_md: str, *, as_moderator: bool = False, important: bool = False
) -> Discussion:
    """A new discussion with its first post. Its author follows it from now on."""
    require(actor, Permission.START, forum)
    fitting_body(body_md)  # before a number is taken
    discussion = open_discussion(actor, forum.network_id, forum.kind, title)
    publish_post(actor, discussion, body_md, as_moderator=as_moderator, important=important)
    return discussion


def first_post(discussion: Discussion) -> Post:
    """The post that began a discussion, for those who have just started it. Nothing is asked: they wrote it."""
    return db.session.scalars(select(Post).where(Post.id == discussion.first_post_id)).one()


def publish_post(
    actor: Actor,
    discussion: Discussion,
    body_md: str,
    *,
    reply_to: Post | None = None,
    as_moderator: bool = False,
    important: bool = False,
) -> Post:
    """The next post of the discussion. Refused if it is locked or the role only reads; its author follows it.

    NotFound if it replies to a post of another network.
    """
    _require_to_post(actor, discussion, as_moderator=as_moderator)
    if reply_to is not None and reply_to.network_id != discussion.network_id:
        raise NotFound
    # Before the discussion's row is locked.
    body, html = read_text(actor, TextOf(POST, discussion.network_id), fitting_body(body_md))
    named = markdown.named_in(body)
    post = Post(
        network_id=discussion.network_id,
        discussion_id=discussion.id,
        position=_next_position(actor, discussion),
        author_id=actor.person_id,
        reply_to_id=reply_to.id if reply_to else None,
        body_md=body,
        body_html=html,
        renderer=markdown.RENDERER,
        as_moderator=as_moderator,
        created_at=clock.now(),
    )
    db.session.add(post)
    db.session.flush()  # the event carries its id
    if named or tokens_in(body):
        keep_with(actor, TextOf(POST, post.network_id, post.id), body)
    _is_latest(post, discussion)
    if important:
        require(actor, Permission.MARK_IMPORTANT, post)
        post.important = True
    follow_what_one_writes_in(post.author_id, discussion)
    audit.record(actor, "publish", post)
    of = {"network_id": post.network_id, "post_id": post.id, "discussion_id": discussion.id}
    announce(PostPublished(actor_id=actor.person_id, named=tuple(sorted(named)), **of))
    _count_in_forum(discussion, post)
    return post


def _require_to_post(actor: Actor, discussion: Discussion, *, as_moderator: bool) -> None:
    require(actor, Permission.REPLY, discussion)
    if as_moderator:
        require(actor, Permission.SPEAK_AS_MODERATOR, discussion)


def _next_position(actor: Actor, discussion: Discussion) -> int:
    """The post's number: exact under concurrency, because the row stays locked until the transaction ends."""
    of = {"this": discussion.id, "now": clock.now(), "me": actor.person_id}
    counted = db.session.execute(_COUNT_POST, of).one()
    if (counted.locked, counted.forum_id) != (discussion.locked, discussion.forum_id):
        # A moderator was quicker than this post.
        db.session.expire(discussion)
        require(actor, Permission.REPLY, discussion)
    if counted.merged_into_id is not None:
        raise Refused("This discussion was merged into another.", "Open it again: its address leads there.")
    db.session.expire(discussion, _COUNTED)
    return int(counted.last_number)


_COUNTED = ["post_count", "last_number", "first_post_id", "last_post_at", "last_post_by_id", "last_visible_post_id"]


def _is_latest(post: Post, discussion: Discussion) -> None:
    """New to everybody but its author."""
    db.session.execute(_SHOW, {"this": discussion.id, "post": post.id})
    born = {"network": post.network_id, "this": discussion.id, "began": discussion.began_in_id, "post": post.id}
    db.session.execute(_show_strand(db.session.get_bind().dialect.name), born)
    Marks(post.author_id, discussion.id, discussion.began_in_id).add(post.id, post.id)


def _count_in_forum(discussion: Discussion, post: Post) -> None:
    """The last thing that a post does: everybody who posts in the forum waits for this row until its commit.

    Always after the discussion's row, so that nobody waits in a ring.
    """
    forum = {"this": discussion.forum_id, "now": post.created_at, "more": 1 if discussion.post_count == 1 else 0}
    db.session.execute(_COUNT_DISCUSSION, forum)


_DISCUSSIONS, _FORUMS = cast("Table", Discussion.__table__), cast("Table", Forum.__table__)
_NOW = bindparam("now", type_=UtcDateTime())
_COUNT_POST = (
    update(_DISCUSSIONS)
    .where(_DISCUSSIONS.c.id == bindparam("this"))
    .values(
        post_count=_DISCUSSIONS.c.post_count + 1,
        last_number=_DISCUSSIONS.c.last_number + 1,
        last_post_at=_NOW,
        last_post_by_id=bindparam("me"),
    )
    .returning(
        _DISCUSSIONS.c.last_number, _DISCUSSIONS.c.locked, _DISCUSSIONS.c.forum_id, _DISCUSSIONS.c.merged_into_id
    )
)
_SHOW = (
    update(_DISCUSSIONS)
    .where(_DISCUSSIONS.c.id == bindparam("this"))
    .values(
        last_visible_post_id=bindparam("post"),
        first_post_id=func.coalesce(_DISCUSSIONS.c.first_post_id, bindparam("post")),
    )
)


@cache
def _show_strand(dialect: str) -> Executable:
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(cast("Table", Strand.__table__)).values(
        network_id=bindparam("network"),
        discussion_id=bindparam("this"),
        strand_id=bindparam("this"),
        began_in_id=bindparam("began"),
        last_visible_post_id=bindparam("post"),
    )
    latest = {"last_visible_post_id": statement.excluded.last_visible_post_id}
    return statement.on_conflict_do_update(index_elements=["discussion_id", "strand_id"], set_=latest)


_COUNT_DISCUSSION = (
    update(_FORUMS)
    .where(_FORUMS.c.id == bindparam("this"))
    .values(last_post_at=_NOW, discussion_count=_FORUMS.c.discussion_count + bindparam("more"))
)
