"""Keeping order: hide, restore, remove, mark, lock, pin, retitle, move. Each is on record with its reason."""

from __future__ import annotations

from sqlalchemy import func, select, update

from app.attachments.services import remove_with
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.forums.bodies import POST
from app.forums.events import DiscussionRetitled, PostHidden, PostRemoved, PostRestored
from app.forums.models import Discussion, Forum, ForumKind, Post, PostState
from app.forums.policy import Permission
from app.forums.text_limits import fitting_reason, fitting_title


def hide_post(actor: Actor, post: Post, reason: str) -> None:
    """Take a post out of sight while it is looked into. Its place is kept; the moderator still reads it.

    Refused if it is hidden or removed already; Invalid without a reason.
    """
    require(actor, Permission.MODERATE_POST, post)
    if post.state is not PostState.VISIBLE:
        raise Refused(gettext("This post is %(value)s already.", value=post.state.value))
    _set_state(actor, post, PostState.HIDDEN, fitting_reason(reason))
    announce(PostHidden(network_id=post.network_id, actor_id=actor.person_id, post_id=post.id))


def restore_post(actor: Actor, post: Post) -> None:
    """A hidden post can be read again, as if nothing had been. Refused if the post is not hidden."""
    require(actor, Permission.MODERATE_POST, post)
    if post.state is not PostState.HIDDEN:
        raise Refused(gettext("Only a hidden post can be restored."))
    _set_state(actor, post, PostState.VISIBLE, "")
    announce(PostRestored(network_id=post.network_id, actor_id=actor.person_id, post_id=post.id))


def remove_post(actor: Actor, post: Post, reason: str) -> None:
    """Take a post away for good. A tombstone says who, when and why; the words are sent to nobody any more."""
    require(actor, Permission.REMOVE, post)
    _set_state(actor, post, PostState.REMOVED, fitting_reason(reason))
    remove_with(POST, post.id)
    announce(PostRemoved(network_id=post.network_id, actor_id=actor.person_id, post_id=post.id))


def _set_state(actor: Actor, post: Post, state: PostState, reason: str) -> None:
    audit.record(actor, state.value, post, before=post.state.value, after=state.value, reason=reason)
    post.state = state
    gone = state is not PostState.VISIBLE
    post.state_by_id = actor.person_id if gone else None
    post.state_at = clock.now() if gone else None
    post.state_reason = reason or None
    _show_latest(post.discussion_id)


def _show_latest(discussion_id: int) -> None:
    """Which post of it is the latest that can be read; no other is published meanwhile."""
    db.session.flush()
    db.session.execute(select(Discussion.id).where(Discussion.id == discussion_id).with_for_update())
    visible = (Post.discussion_id == discussion_id, Post.state == PostState.VISIBLE)
    latest = select(func.max(Post.id)).where(*visible).scalar_subquery()
    shown = update(Discussion).where(Discussion.id == discussion_id).values(last_visible_post_id=latest)
    db.session.execute(shown.execution_options(synchronize_session="fetch"))


def mark_important(actor: Actor, post: Post, *, important: bool) -> None:
    """Set a post apart from the rest, or no longer. An open editor of it meets no conflict."""
    require(actor, Permission.MARK_IMPORTANT, post)
    if post.important is important:
        return
    mark = update(Post).where(Post.id == post.id).values(important=important)
    db.session.execute(mark.execution_options(synchronize_session=False))
    db.session.expire(post, ["important"])
    audit.record(actor, "mark important" if important else "unmark", post)


def lock(actor: Actor, discussion: Discussion, *, locked: bool, reason: str = "") -> None:
    """Close a discussion to new posts and edits, or open it again."""
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    if discussion.locked is not locked:
        discussion.locked = locked
        audit.record(actor, "lock" if locked else "unlock", discussion, reason=reason)


def pin(actor: Actor, discussion: Discussion, *, pinned: bool) -> None:
    """Keep a discussion at the top of its forum, or no longer."""
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    if discussion.pinned is not pinned:
        discussion.pinned = pinned
        audit.record(actor, "pin" if pinned else "unpin", discussion)


def retitle_discussion(actor: Actor, discussion: Discussion, title: str) -> None:
    """Give a discussion a better title. The old one stays on record."""
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    _retitle(actor, discussion, fitting_title(title))


def retitle_after(actor: Actor, discussion: Discussion, *, before: str, after: str) -> None:
    """The discussion under a topic or an issue goes by its title, until a moderator gives it one of its own.

    Otherwise a title that was cleaned would stand on in the forum, and in the news of each later post.
    """
    if discussion.title == fitting_title(before):
        _retitle(actor, discussion, fitting_title(after))


def _retitle(actor: Actor, discussion: Discussion, new: str) -> None:
    if new == discussion.title:
        return
    audit.record(actor, "retitle", discussion, before=discussion.title, after=new)
    discussion.title = new
    announce(
        DiscussionRetitled(network_id=discussion.network_id, actor_id=actor.person_id, discussion_id=discussion.id)
    )


def move_discussion(actor: Actor, discussion: Discussion, kind: ForumKind) -> None:
    """Take a discussion to another forum of its network. Its address and its followers stay.

    NotFound if the network has no forum of this kind.
    """
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    target = db.session.scalar(select(Forum).where(Forum.network_id == discussion.network_id, Forum.kind == kind))
    if target is None:
        raise NotFound
    source_id = discussion.forum_id
    if target.id == source_id:
        return
    discussion.forum_id = target.id
    db.session.flush()  # the counts below read it
    db.session.expire(discussion, ["forum"])
    audit.record(actor, "move", discussion, before=str(source_id), after=str(target.id))
    # Last, as a post counts itself; and always in this order: two moves never wait for each other.
    for forum_id in sorted((source_id, target.id)):
        _count_again(forum_id)


def _count_again(forum_id: int) -> None:
    spoken = (Discussion.forum_id == forum_id, Discussion.post_count > 0)
    fresh = {
        "discussion_count": select(func.count()).select_from(Discussion).where(*spoken).scalar_subquery(),
        "last_post_at": select(func.max(Discussion.last_post_at)).where(*spoken).scalar_subquery(),
    }
    db.session.execute(
        update(Forum).where(Forum.id == forum_id).values(**fresh).execution_options(synchronize_session=False)
    )
