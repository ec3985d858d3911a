"""How much people hear of a discussion, carried along when its posts go into another."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, case, delete, literal, or_, select, update
from sqlalchemy.orm import aliased

from app.core.db import db, insert_from
from app.forums.models import Discussion, Level, Post, Subscription
from app.forums.moderation.models import Operation, OperationLevel, OperationPost

#: The louder, the lower.
_LOUDNESS = {Level.EVERYTHING: 0, Level.REPLIES: 1, Level.DIGEST: 2}


def carry_levels(operation: Operation, source: Discussion, target: Discussion, *, authors_only: bool) -> None:
    """Whoever chose something for `source` has it for `target`, too: of two choices the louder, unless one is mute.

    `authors_only`: only those who wrote what went over; nobody else is made to hear of a discussion that was there before.
    """
    theirs, there = aliased(Subscription), aliased(Subscription)
    both = and_(there.person_id == theirs.person_id, there.discussion_id == target.id)
    after = _louder(theirs.level, there.level)
    rows = (
        select(literal(operation.id), theirs.person_id, literal(target.id), there.level, after)
        .outerjoin(there, both)
        .where(theirs.discussion_id == source.id, or_(there.level.is_(None), there.level != after))
        .order_by(theirs.id)
    )
    if authors_only:
        wrote = select(Post.author_id).join(OperationPost, OperationPost.post_id == Post.id)
        rows = rows.where(theirs.person_id.in_(wrote.where(OperationPost.operation_id == operation.id)))
    insert_from(OperationLevel, ["operation_id", "person_id", "discussion_id", "before", "after"], rows)
    _set(_of(operation), OperationLevel.after)
    of_new = select(OperationLevel.person_id, OperationLevel.discussion_id, OperationLevel.after)
    insert_from(
        Subscription,
        ["person_id", "discussion_id", "level"],
        of_new.where(_of(operation), OperationLevel.before.is_(None)),
    )


def give_levels_back(operation: Operation) -> None:
    """As it was before the operation, for whoever has chosen nothing else since."""
    still = _mine().where(_of(operation), OperationLevel.after == Subscription.level).correlate(Subscription)
    fresh = delete(Subscription).where(still.where(OperationLevel.before.is_(None)).exists())
    db.session.execute(fresh.execution_options(synchronize_session=False))
    unchanged = and_(_of(operation), OperationLevel.before.is_not(None), OperationLevel.after == Subscription.level)
    _set(unchanged, OperationLevel.before)


def _of(operation: Operation) -> ColumnElement[bool]:
    return OperationLevel.operation_id == operation.id


def _mine() -> Any:
    same = (
        OperationLevel.person_id == Subscription.person_id,
        OperationLevel.discussion_id == Subscription.discussion_id,
    )
    return select(OperationLevel.id).where(*same)


def _set(which: ColumnElement[bool], level: Any) -> None:
    theirs = _mine().where(which).correlate(Subscription)
    told = update(Subscription).where(theirs.exists())
    db.session.execute(
        told.values(level=theirs.with_only_columns(level).scalar_subquery()).execution_options(
            synchronize_session=False
        )
    )


def _louder(one: Any, other: Any) -> ColumnElement[Level]:
    def loudness(level: Any) -> ColumnElement[int]:
        return case(*((level == each, rank) for each, rank in _LOUDNESS.items()), else_=9)

    mute = literal(Level.MUTE, Subscription.level.type)
    return case(
        (other.is_(None), one),
        (or_(one == Level.MUTE, other == Level.MUTE), mute),
        (loudness(one) < loudness(other), one),
        else_=other,
    )
