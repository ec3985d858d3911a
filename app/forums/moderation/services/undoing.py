"""Taking an operation back, for thirty days: what it put elsewhere comes back, and what was written since stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import select, update

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.permissions import require
from app.core.text.words import quoted
from app.forums.models import Discussion, Forum, Post, PostState
from app.forums.moderation.counting import count_again, count_forums_again
from app.forums.moderation.levels import give_levels_back
from app.forums.moderation.models import Operation, OperationPost, Step
from app.forums.moderation.recording import note
from app.forums.moderation.returning import Return
from app.forums.moderation.services import ordering
from app.forums.moderation.services.moving import announce_moved, forget_loaded_posts, hold
from app.forums.policy import Permission

UNDONE_FOR = timedelta(days=30)
#: What has a way back. A removed post has none; what undid something is undone by doing it again.
WITH_A_WAY_BACK = frozenset(Step) - {Step.REMOVE, Step.UNDO}
Way = Callable[[Actor, Operation], None]


class WithKindAndTime(Protocol):
    """An operation, or a line of the log."""

    @property
    def kind(self) -> Step: ...

    @property
    def at(self) -> datetime: ...


def may_be_undone(operation: WithKindAndTime) -> bool:
    """Whether its time is not over and its kind has a way back; not whether it was undone already."""
    return operation.kind in WITH_A_WAY_BACK and clock.now() - operation.at < UNDONE_FOR


def plan_undo(actor: Actor, operation: Operation) -> list[str]:
    """What undoing it would do, in sentences that count. Refused where it cannot be undone, with the reason."""
    _require(actor, operation)
    if operation.kind in {Step.SPLIT, Step.MERGE}:
        return _return_of(operation).consequences()
    return [f"{_WAYS_BACK[operation.kind][0]}."]


def undo(actor: Actor, operation: Operation) -> None:
    """Take it back. Refused after thirty days, if it was undone already, or if nothing is where it was put."""
    _require(actor, operation)
    if operation.kind in {Step.SPLIT, Step.MERGE}:
        _bring_back(actor, operation)
    else:
        _WAYS_BACK[operation.kind][1](actor, operation)
    if operation.post_id is None:
        note(actor, Step.UNDO, db.session.get_one(Discussion, operation.discussion_id), undoes_id=operation.id)
    else:
        note(actor, Step.UNDO, db.session.get_one(Post, operation.post_id), undoes_id=operation.id)


def _require(actor: Actor, operation: Operation) -> None:
    for discussion_id in filter(None, (operation.discussion_id, operation.target_id)):
        require(actor, Permission.MODERATE_DISCUSSION, db.session.get_one(Discussion, discussion_id))
    if db.session.scalar(select(Operation.id).where(Operation.undoes_id == operation.id)):
        raise Refused("This was undone already.")
    if not may_be_undone(operation):
        raise Refused(f"This can be undone for {UNDONE_FOR.days} days, and then no more.")


def _return_of(operation: Operation) -> Return:
    source = db.session.get_one(Discussion, operation.discussion_id)
    target = db.session.get_one(Discussion, operation.target_id)
    found = Return(operation, source, target)
    if source.merged_into_id not in {None, target.id if operation.kind is Step.MERGE else None}:
        after = quoted(db.session.get_one(Discussion, source.merged_into_id).title)
        raise Refused(f"{quoted(source.title)} was merged into {after} since.", "Undo that first.")
    if not found.count:
        raise Refused("Nothing of it is where it was put.", "Undo first what was done after it.")
    return found


def _bring_back(actor: Actor, operation: Operation) -> None:
    """As many statements for two thousand posts as for two."""
    forums = hold(*(db.session.get_one(Discussion, each) for each in (operation.discussion_id, operation.target_id)))
    plan = _return_of(operation)
    source, target = plan.source, plan.target
    firsts = {source.first_post_id, target.first_post_id}
    back = update(Post).where(plan.still_there)
    back = back.values(discussion_id=OperationPost.from_id, position=OperationPost.from_number)
    db.session.execute(back.execution_options(synchronize_session=False))
    if operation.kind is Step.MERGE:
        source.merged_into_id = None
    give_levels_back(operation)
    count_again([source.id, target.id])
    forget_loaded_posts()
    if operation.after == "new" and not target.post_count:
        target.merged_into_id = source.id
    audit.record(actor, "undo", source, before=operation.kind.value, after=str(target.id))
    announce_moved(actor, operation, source, target, firsts, brought_back=True)
    count_forums_again(forums)


def _post(operation: Operation) -> Post:
    return db.session.get_one(Post, operation.post_id)


def _hide_again(actor: Actor, operation: Operation) -> None:
    if _post(operation).state is PostState.VISIBLE:
        ordering.hide_post(actor, _post(operation), operation.before or "Hidden again: restoring it was undone.")


def _restore(actor: Actor, operation: Operation) -> None:
    if _post(operation).state is not PostState.HIDDEN:
        raise Refused("The post is not hidden any more.")
    ordering.restore_post(actor, _post(operation))


def _move_back(actor: Actor, operation: Operation) -> None:
    forum = db.session.get(Forum, int(operation.before or 0))
    if forum is None:
        raise NotFound
    discussion = db.session.get_one(Discussion, operation.discussion_id)
    if str(discussion.forum_id) != operation.after:
        raise Refused("The discussion was moved on since.", "Undo that first.")
    ordering.move_discussion(actor, discussion, forum.kind)


def _retitle_back(actor: Actor, operation: Operation) -> None:
    discussion = db.session.get_one(Discussion, operation.discussion_id)
    if discussion.title != operation.after:
        raise Refused("The discussion has another title by now.", "Undo that first.")
    ordering.retitle_discussion(actor, discussion, operation.before or "")


def _lock(*, locked: bool) -> Way:
    def again(actor: Actor, operation: Operation) -> None:
        discussion = db.session.get_one(Discussion, operation.discussion_id)
        ordering.lock(actor, discussion, locked=locked, reason=operation.before or "")

    return again


def _pin(*, pinned: bool) -> Way:
    def again(actor: Actor, operation: Operation) -> None:
        ordering.pin(actor, db.session.get_one(Discussion, operation.discussion_id), pinned=pinned)

    return again


def _mark(*, important: bool) -> Way:
    def again(actor: Actor, operation: Operation) -> None:
        ordering.mark_important(actor, _post(operation), important=important)

    return again


_WAYS_BACK = {
    Step.HIDE: ("The post can be read again", _restore),
    Step.RESTORE: ("The post is hidden again", _hide_again),
    Step.MOVE: ("The discussion returns to the forum in which it stood", _move_back),
    Step.RETITLE: ("The discussion has its former title again", _retitle_back),
    Step.LOCK: ("The discussion is open again", _lock(locked=False)),
    Step.UNLOCK: ("The discussion is locked again", _lock(locked=True)),
    Step.PIN: ("The discussion is pinned no longer", _pin(pinned=False)),
    Step.UNPIN: ("The discussion is pinned again", _pin(pinned=True)),
    Step.MARK: ("The post is marked as important no longer", _mark(important=False)),
    Step.UNMARK: ("The post is marked as important again", _mark(important=True)),
}
