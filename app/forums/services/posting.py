"""Forums, discussions and posts come into being. Nothing is indexed or mailed here: listeners owe that."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, select, update

from app.attachments.services import place
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import UtcDateTime, db, insert_once
from app.core.errors import NotFound
from app.core.events import announce
from app.core.permissions import require
from app.core.text import markdown
from app.core.text.pictures import tokens_in
from app.forums.bodies import POST, html_of
from app.forums.events import PostPublished
from app.forums.kinds import PURPOSES
from app.forums.models import Discussion, Forum, ForumKind, Post
from app.forums.policy import Permission
from app.forums.reading.services import Marks
from app.forums.services.following import follow_what_one_writes_in
from app.forums.text_limits import fitting_body, fitting_title
from app.networks.services import next_number


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
    return db.session.scalars(select(Post).where(Post.discussion_id == discussion.id, Post.position == 1)).one()


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

    NotFound if it replies to a post of another discussion.
    """
    _require_to_post(actor, discussion, as_moderator=as_moderator)
    if reply_to is not None and reply_to.discussion_id != discussion.id:
        raise NotFound
    body = fitting_body(body_md)
    html = html_of(actor, discussion.network_id, body)  # before the discussion's row is locked
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
    if tokens_in(body):
        place(actor, post.network_id, body, POST, post.id)
    _is_latest(post, discussion)
    if important:
        require(actor, Permission.MARK_IMPORTANT, post)
        post.important = True
    follow_what_one_writes_in(post.author_id, discussion)
    audit.record(actor, "publish", post)
    of = {"network_id": post.network_id, "post_id": post.id, "discussion_id": discussion.id}
    announce(PostPublished(actor_id=actor.person_id, **of))
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
    db.session.expire(discussion, ["post_count", "last_post_at", "last_post_by_id", "last_visible_post_id"])
    return int(counted.post_count)


def _is_latest(post: Post, discussion: Discussion) -> None:
    """New to everybody but its author."""
    db.session.execute(_SHOW, {"this": discussion.id, "post": post.id})
    Marks(post.author_id, discussion.id, discussion.began_in_id).add(post.id, post.id)


def _count_in_forum(discussion: Discussion, post: Post) -> None:
    """The last thing that a post does: everybody who posts in the forum waits for this row until its commit.

    Always after the discussion's row, so that nobody waits in a ring.
    """
    forum = {"this": discussion.forum_id, "now": post.created_at, "more": 1 if post.position == 1 else 0}
    db.session.execute(_COUNT_DISCUSSION, forum)


_DISCUSSIONS, _FORUMS = cast("Table", Discussion.__table__), cast("Table", Forum.__table__)
_NOW = bindparam("now", type_=UtcDateTime())
_COUNT_POST = (
    update(_DISCUSSIONS)
    .where(_DISCUSSIONS.c.id == bindparam("this"))
    .values(post_count=_DISCUSSIONS.c.post_count + 1, last_post_at=_NOW, last_post_by_id=bindparam("me"))
    .returning(_DISCUSSIONS.c.post_count, _DISCUSSIONS.c.locked, _DISCUSSIONS.c.forum_id)
)
_SHOW = (
    update(_DISCUSSIONS).where(_DISCUSSIONS.c.id == bindparam("this")).values(last_visible_post_id=bindparam("post"))
)
_COUNT_DISCUSSION = (
    update(_FORUMS)
    .where(_FORUMS.c.id == bindparam("this"))
    .values(last_post_at=_NOW, discussion_count=_FORUMS.c.discussion_count + bindparam("more"))
)
