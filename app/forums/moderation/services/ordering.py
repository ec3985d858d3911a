"""Keeping order: hide, restore, remove, mark, lock, pin, retitle, move. Each is on record with its reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from app.accounts.drafts.models import UnsentDraft
from app.attachments.services import remove_with
from app.core import audit, clock
from app.core.actor import NOBODY, Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.forums.bodies import POST
from app.forums.events import DiscussionRetitled, PostHidden, PostRemoved, PostRestored
from app.forums.models import Discussion, Forum, ForumKind, Post, PostRevision, PostState
from app.forums.moderation.counting import count_forums_again, show_latest
from app.forums.moderation.models import Step
from app.forums.moderation.recording import note
from app.forums.policy import Permission
from app.forums.text_limits import LONGEST_REASON, fitting_reason, fitting_title


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
    """Take a post away for good: its words, what it said before each edit, changes of it that were begun and not saved,
    its pictures, and what was to be mailed of it. A tombstone says who, when and why.
    """
    require(actor, Permission.REMOVE, post)
    _set_state(actor, post, PostState.REMOVED, fitting_reason(reason))
    post.body_md = post.body_html = ""
    before = delete(PostRevision).where(PostRevision.post_id == post.id)
    begun = update(UnsentDraft).where(UnsentDraft.place.startswith(f"post-{post.id}:", autoescape=True))
    for gone in (before, begun.values(typed={}, ended_at=clock.now())):
        db.session.execute(gone.execution_options(synchronize_session="fetch"))
    remove_with(POST, post.id)
    announce(PostRemoved(network_id=post.network_id, actor_id=actor.person_id, post_id=post.id))


def _set_state(actor: Actor, post: Post, state: PostState, reason: str) -> None:
    audit.record(actor, state.value, post, before=post.state.value, after=state.value, reason=reason)
    kind = _KINDS[state]
    note(actor, kind, post, reason=reason, before=post.state_reason)
    post.state = state
    gone = state is not PostState.VISIBLE
    post.state_by_id = actor.person_id if gone else None
    post.state_at = clock.now() if gone else None
    post.state_reason = reason or None
    show_latest(post.discussion_id)


#: A visible post was hidden before.
_KINDS = {PostState.HIDDEN: Step.HIDE, PostState.VISIBLE: Step.RESTORE, PostState.REMOVED: Step.REMOVE}


def mark_important(actor: Actor, post: Post, *, important: bool) -> None:
    """Set a post apart from the rest, or no longer. An open editor of it meets no conflict."""
    require(actor, Permission.MARK_IMPORTANT, post)
    if post.important is important:
        return
    mark = update(Post).where(Post.id == post.id).values(important=important)
    db.session.execute(mark.execution_options(synchronize_session=False))
    db.session.expire(post, ["important"])
    audit.record(actor, "mark important" if important else "unmark", post)
    note(actor, Step.MARK if important else Step.UNMARK, post)


def lock(
    actor: Actor, discussion: Discussion, *, locked: bool, reason: str = "", until: datetime | None = None
) -> None:
    """Close a discussion to new posts and edits, or open it again. Those who read it are told the reason, and until when.

    Invalid for a time that is over.
    """
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    why = " ".join(stated(reason).split())[:LONGEST_REASON]
    if until is not None and until <= clock.now():
        raise Invalid("The day is over.", {"until": ["Choose a day that is still to come."]})
    before = (discussion.locked, discussion.lock_reason or "", discussion.reopens_at)
    if before == (locked, why if locked else "", until if locked else None):
        return
    _lock(actor, discussion, locked=locked, reason=why, until=until)


def reopen_in_time() -> int:
    """Open the discussions whose lock is over; how many. The clock does it, and nobody is asked."""
    over = select(Discussion).where(Discussion.locked, Discussion.reopens_at <= clock.now()).order_by(Discussion.id)
    found = db.session.scalars(over.with_for_update(skip_locked=True)).all()
    for each in found:
        _lock(NOBODY, each, locked=False)
    return len(found)


def _lock(
    actor: Actor, discussion: Discussion, *, locked: bool, reason: str = "", until: datetime | None = None
) -> None:
    audit.record(actor, "lock" if locked else "unlock", discussion, reason=reason)
    kind = Step.LOCK if locked else Step.UNLOCK
    note(actor, kind, discussion, reason=reason, before=discussion.lock_reason, after=until and until.isoformat())
    discussion.locked = locked
    discussion.lock_reason = (reason or None) if locked else None
    discussion.reopens_at = until if locked else None


def pin(actor: Actor, discussion: Discussion, *, pinned: bool) -> None:
    """Keep a discussion at the top of its forum, or no longer."""
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    if discussion.pinned is not pinned:
        discussion.pinned = pinned
        audit.record(actor, "pin" if pinned else "unpin", discussion)
        note(actor, Step.PIN if pinned else Step.UNPIN, discussion)


def retitle_discussion(actor: Actor, discussion: Discussion, title: str) -> None:
    """Give a discussion a better title. The old one stays on record."""
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    fitting = fitting_title(title)
    if fitting != discussion.title:
        note(actor, Step.RETITLE, discussion, before=discussion.title, after=fitting)
    _retitle(actor, discussion, fitting)


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


def move_discussion(actor: Actor, discussion: Discussion, kind: ForumKind, *, reason: str = "") -> None:
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
    why = " ".join(stated(reason).split())[:LONGEST_REASON]
    note(actor, Step.MOVE, discussion, reason=why, before=str(source_id), after=str(target.id))
    count_forums_again((source_id, target.id))
