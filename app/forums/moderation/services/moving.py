"""Splitting and merging: posts change their discussion. What is said beforehand is counted by what then does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, update

from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db, insert_from
from app.core.errors import Invalid, NotFound, Refused
from app.core.events import announce
from app.core.permissions import require
from app.core.text.words import plural, quoted
from app.forums.models import Discussion, Post, PostState
from app.forums.moderation.counting import count_again, count_forums_again
from app.forums.moderation.effects import bonds, what_becomes
from app.forums.moderation.events import PostsMoved
from app.forums.moderation.levels import carry_levels
from app.forums.moderation.models import Operation, OperationPost, Step
from app.forums.moderation.recording import note
from app.forums.policy import Permission
from app.forums.text_limits import fitting_reason, fitting_title
from app.networks.services import next_number


@dataclass(frozen=True)
class Split:
    """Some posts of a discussion, about to go into another: one that is there, or a new one."""

    actor: Actor
    source: Discussion
    #: In the order in which they stand; none of another discussion.
    post_ids: tuple[int, ...]
    target: Discussion | None

    def consequences(self, title: str = "") -> list[str]:
        """What would happen, in sentences that count."""
        count, authors, hidden = _counted(self.which)
        stay = self.source.post_count - count
        into = quoted(self.target.title) if self.target else f"a new discussion, {quoted(title)}" if title else ""
        go, rest = ("goes" if count == 1 else "go"), ("stays" if stay == 1 else "stay")
        of = f"{plural(count, 'post')} by {plural(authors, 'person', 'people')}"
        told = [
            f"{of} {go} into {into or 'a new discussion'}; {plural(stay, 'post')} {rest} in {quoted(self.source.title)}."
        ]
        if hidden:
            told.append(f"{plural(hidden, 'of them is hidden and stays', 'of them are hidden and stay')} so.")
        if apart := self._answers_apart():
            told.append(
                f"{plural(apart, 'answer stands', 'answers stand')} apart from what it answers, and links to it."
            )
        if self.source.first_post_id in self.post_ids:
            told.append(f"The first post goes along: {quoted(self.source.title)} begins with the next that stays.")
        who = "Who wrote them hears" if self.target else f"Whoever follows {quoted(self.source.title)} hears"
        told.append(
            f"{who} of the discussion to which they go as much as of this one. What people have read stays read."
        )
        return [*told, *_always(self.post_ids, self.actor)]

    @property
    def which(self) -> ColumnElement[bool]:
        return Post.id.in_(self.post_ids)

    def _answers_apart(self) -> int:
        parents = select(Post.id).where(Post.discussion_id == self.source.id)
        goes, stays = self.which, Post.id.not_in(self.post_ids)
        of = select(func.count(Post.id)).where(Post.discussion_id == self.source.id)
        left = of.where(stays, Post.reply_to_id.in_(parents.where(goes)))
        taken = of.where(goes, Post.reply_to_id.in_(parents.where(stays)))
        return (db.session.scalar(left) or 0) + (db.session.scalar(taken) or 0)


@dataclass(frozen=True)
class Merge:
    """All posts of a discussion, about to go into another."""

    actor: Actor
    source: Discussion
    target: Discussion

    def consequences(self) -> list[str]:
        count, authors, hidden = _counted(self.which)
        one, other = quoted(self.source.title), quoted(self.target.title)
        of = f"{plural(count, 'post')} by {plural(authors, 'person', 'people')} {'goes' if count == 1 else 'go'}"
        then = plural(self.target.post_count + count, "post stands", "posts stand")
        told = [
            f"{of} from {one} into {other}, in the order of their dates; {then} there then.",
            f"Each says that it comes from {one}. The title {other} stays, and the address of {one} leads there from then on.",
            f"Whoever follows {one} follows {other}: of two choices the louder holds, unless one is mute.",
            "What people have read stays read.",
        ]
        if hidden:
            told.append(f"{plural(hidden, 'of them is hidden and stays', 'of them are hidden and stay')} so.")
        return [*told, *_always(tuple(db.session.scalars(select(Post.id).where(self.which))), self.actor)]

    @property
    def which(self) -> ColumnElement[bool]:
        return Post.discussion_id == self.source.id


def plan_split(actor: Actor, source: Discussion, post_ids: Collection[int], target: Discussion | None = None) -> Split:
    """What a split would take over. Invalid if none of these posts stands there, or if nothing would stay; NotFound for a
    target of another network, Refused for one that was merged into another.
    """
    require(actor, Permission.MODERATE_DISCUSSION, source)
    if target is not None:
        _require_target(actor, source, target)
    here = select(Post.id).where(Post.discussion_id == source.id, Post.id.in_(post_ids))
    chosen = tuple(db.session.scalars(here.order_by(Post.created_at, Post.id)))
    if not chosen:
        raise Invalid("Choose at least one post.", {"post": ["Choose at least one post."]})
    if len(chosen) == source.post_count:
        raise Invalid("Leave at least one post where it is; or merge the discussion into another.", {"post": []})
    return Split(actor, source, chosen, target)


def split(
    actor: Actor,
    source: Discussion,
    post_ids: Collection[int],
    *,
    title: str = "",
    into: Discussion | None = None,
    reason: str,
) -> Discussion:
    """Take these posts of a discussion into a new one with this title, or into one of the same network. They keep their
    dates, authors and addresses, and what people have read of them.

    Refused where nothing would stay; Invalid without a reason, and without a title for a new one.
    """
    held = hold(source, *((into,) if into else ()))
    plan = plan_split(actor, source, post_ids, into)
    why = fitting_reason(reason)
    target = into or _begin(source, plan.post_ids[0], fitting_title(title))
    operation = note(
        actor, Step.SPLIT, source, reason=why, target_id=target.id, before=_latest(), after=None if into else "new"
    )
    _take_over(operation, source, target, plan.which)
    carry_levels(operation, source, target, authors_only=into is not None)
    _finish(actor, operation, held, source, target)
    return target


def plan_merge(actor: Actor, source: Discussion, target: Discussion) -> Merge:
    """What a merge would take over. Refused where something above has its talk in `source`; NotFound for a target of
    another network.
    """
    require(actor, Permission.MODERATE_DISCUSSION, source)
    _require_target(actor, source, target)
    if not source.post_count:
        raise Refused("Nobody has spoken in this discussion, so there is nothing to merge.")
    if why := bonds([source.id], actor):
        raise Refused(why[0], "Merge the other into it, or take single posts over.")
    return Merge(actor, source, target)


def merge(actor: Actor, source: Discussion, target: Discussion, *, reason: str) -> Operation:
    """Take all posts of a discussion into another of the same network, whose title stays. The address of the first leads
    to the second for ever.
    """
    held = hold(source, target)
    plan = plan_merge(actor, source, target)
    operation = note(actor, Step.MERGE, source, reason=fitting_reason(reason), target_id=target.id, before=_latest())
    _take_over(operation, source, target, plan.which)
    source.merged_into_id = target.id
    carry_levels(operation, source, target, authors_only=False)
    _finish(actor, operation, held, source, target)
    return operation


def _require_target(actor: Actor, source: Discussion, target: Discussion) -> None:
    require(actor, Permission.MODERATE_DISCUSSION, target)
    if target.network_id != source.network_id:
        raise NotFound
    if target.id == source.id or target.merged_into_id is not None or source.merged_into_id is not None:
        raise Refused("These two are one discussion already.")


def _counted(which: ColumnElement[bool]) -> Any:
    hidden = func.count(Post.id).filter(Post.state == PostState.HIDDEN)
    counted = select(func.count(Post.id), func.count(func.distinct(Post.author_id)), hidden).where(which)
    return db.session.execute(counted).one()


def _always(post_ids: Collection[int], actor: Actor) -> list[str]:
    return [
        *what_becomes(post_ids, actor),
        "Links to each post lead to it still. Whoever wrote one of them is told once in the inbox, and not by mail.",
    ]


def _latest() -> str:
    """The latest post of all: what has a higher id was written after the operation."""
    return str(db.session.scalar(select(func.max(Post.id))) or 0)


def hold(*discussions: Discussion) -> set[int]:
    """Nobody posts in them meanwhile. The forums in which they stand."""
    ids = sorted(each.id for each in discussions)
    db.session.flush()
    held = select(Discussion).where(Discussion.id.in_(ids)).order_by(Discussion.id).with_for_update()
    rows = db.session.scalars(held.execution_options(populate_existing=True)).all()
    return {each.forum_id for each in rows}


def _begin(source: Discussion, first_id: int, title: str) -> Discussion:
    """A discussion in the same forum, begun by whoever wrote the first post that goes there, when they wrote it."""
    first = db.session.execute(select(Post.author_id, Post.created_at).where(Post.id == first_id)).one()
    begun = Discussion(
        network_id=source.network_id,
        forum_id=source.forum_id,
        began_in_id=source.forum_id,
        number=next_number(source.network_id, "discussion"),
        title=title,
        author_id=first.author_id,
        created_at=first.created_at,
        last_post_at=clock.now(),
        post_count=0,
        last_number=0,
    )
    db.session.add(begun)
    db.session.flush()
    return begun


def _take_over(operation: Operation, source: Discussion, target: Discussion, which: ColumnElement[bool]) -> None:
    """Three statements, however many posts there are."""
    number = target.last_number + func.row_number().over(order_by=(Post.created_at, Post.id))
    here = (literal(source.id), Post.position, literal(target.id))
    rows = select(literal(operation.id), Post.id, *here, number).where(Post.discussion_id == source.id, which)
    columns = ["operation_id", "post_id", "from_id", "from_number", "to_id", "to_number"]
    count = insert_from(OperationPost, columns, rows)
    put = update(Post).where(
        OperationPost.operation_id == operation.id, OperationPost.post_id == Post.id, Post.discussion_id == source.id
    )
    put = put.values(discussion_id=OperationPost.to_id, position=OperationPost.to_number)
    db.session.execute(put.execution_options(synchronize_session=False))
    target.last_number += count
    db.session.flush()


def _finish(actor: Actor, operation: Operation, held: set[int], source: Discussion, target: Discussion) -> None:
    firsts = {source.first_post_id, target.first_post_id}
    count_again([source.id, target.id])
    forget_loaded_posts()
    audit.record(actor, operation.kind.value, source, after=str(target.id), reason=operation.reason)
    announce_moved(actor, operation, source, target, firsts)
    count_forums_again(held | {source.forum_id, target.forum_id})


def announce_moved(
    actor: Actor,
    operation: Operation,
    source: Discussion,
    target: Discussion,
    firsts: set[int | None],
    *,
    brought_back: bool = False,
) -> None:
    """Tell what is above, once all is counted anew. `firsts`: what stood first before; the title goes with what does now."""
    reworded = firsts ^ {source.first_post_id, target.first_post_id} | {source.first_post_id, target.first_post_id}
    announce(
        PostsMoved(
            network_id=source.network_id,
            actor_id=actor.person_id,
            operation_id=operation.id,
            from_id=source.id,
            to_id=target.id,
            brought_back=brought_back,
            reworded=tuple(sorted(each for each in reworded if each is not None)),
        )
    )


def forget_loaded_posts() -> None:
    """Those of this session say where they stood before."""
    for each in db.session.identity_map.values():
        if isinstance(each, Post):
            db.session.expire(each, ["discussion_id", "position", "discussion"])
