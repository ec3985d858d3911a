"""Marking what was read. Ids in a discussion grow in the order in which its posts can be read, since whoever posts holds
the discussion's row: so what lies below a mark has been seen, whatever is being written meanwhile.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, case, delete, func, literal, select, update

from app.accounts.models import Person
from app.core import clock
from app.core.actor import Actor
from app.core.db import changed_rows, db, insert_from, insert_once
from app.core.permissions import require
from app.forums.following.levels import level_here
from app.forums.models import Discussion, Forum, Level, Post
from app.forums.policy import Permission
from app.forums.reading.models import ReadFloor, ReadingChoice, ReadMark, ReadSpan


def mark_read(actor: Actor, discussion: Discussion, first_id: int, last_id: int) -> None:
    """The person has seen each post of the discussion from the one with `first_id` to the one with `last_id`.

    The order of several, and saying it twice, change nothing. What is not there yet is not marked.
    """
    require(actor, Permission.READ_DISCUSSION, discussion)
    seen = select(func.min(Post.id), func.max(Post.id))
    first, last = db.session.execute(
        seen.where(Post.discussion_id == discussion.id, Post.id.between(first_id, last_id))
    ).one()
    if first is not None and actor.person_id is not None:
        Marks(actor.person_id, discussion.id, discussion.began_in_id).add(first, last)


def mark_unread_from(actor: Actor, post: Post) -> None:
    """The post and all after it in its discussion are new to the person again."""
    require(actor, Permission.READ_POST, post)
    if actor.person_id is not None:
        Marks(actor.person_id, post.discussion_id, post.discussion.began_in_id).cut(post.id)


def begin_reading(person_ids: Collection[int], network_id: int) -> None:
    """To those who join, what was said before is not new. Nothing is asked: it is part of joining.

    Whoever was here before goes on where they had read to.
    """
    latest = select(func.coalesce(func.max(Post.id), 0)).scalar_subquery()
    every = select(Person.id, Forum.id, latest).join_from(Person, Forum, Forum.network_id == network_id)
    floors = every.where(Person.id.in_(person_ids))
    insert_from(ReadFloor, ["person_id", "forum_id", "read_to_id"], floors)


def pass_over_muted(person_id: int, which: ColumnElement[bool]) -> None:
    """What was said in those of these discussions that the person has muted is not new to them. Nothing is asked: it is
    a part of choosing to hear of them again.
    """
    muted = (which, level_here(literal(person_id)) == Level.MUTE, Discussion.last_visible_post_id.is_not(None))
    now = literal(clock.now(), ReadMark.read_at.type)
    rows = select(literal(person_id), Discussion.id, Discussion.last_visible_post_id, now).where(*muted)
    insert_from(ReadMark, ["person_id", "discussion_id", "read_to_id", "read_at"], rows)
    latest = select(Discussion.last_visible_post_id).where(Discussion.id == ReadMark.discussion_id).scalar_subquery()
    behind = update(ReadMark).where(
        ReadMark.person_id == person_id,
        ReadMark.read_to_id < latest,
        ReadMark.discussion_id.in_(select(Discussion.id).where(*muted)),
    )
    db.session.execute(behind.values(read_to_id=latest).execution_options(synchronize_session=False))


def choose_reading(actor: Actor, *, by_hand: bool) -> None:
    """Whether posts are marked as read as one scrolls past them, or by hand. No permission is asked: it is one's own."""
    values = {"person_id": actor.person_id, "by_hand": by_hand}
    if not insert_once(ReadingChoice, values):
        mine = ReadingChoice.person_id == actor.person_id
        db.session.execute(update(ReadingChoice).where(mine).values(by_hand=by_hand))


@dataclass(frozen=True)
class Marks:
    """What one person has read in one discussion, to be written."""

    person_id: int
    discussion_id: int
    began_in_id: int

    def add(self, first: int, last: int) -> None:
        """Both are posts of the discussion."""
        if self._goes_on(first, last):
            return
        mark = self._locked_mark()
        read_to = mark.read_to_id
        spans = self._spans()
        for span in [each for each in spans if each.first_id <= last and each.last_id >= first]:
            first, last = min(first, span.first_id), max(last, span.last_id)
        for span in reversed([each for each in spans if each.last_id < first]):
            if self._anything_between(span.last_id, first):
                break
            first = span.first_id
        for span in [each for each in spans if each.first_id > last]:
            if self._anything_between(last, span.first_id):
                break
            last = span.last_id
        self._forget(ReadSpan.first_id >= first, ReadSpan.last_id <= last)
        if first <= read_to or not self._anything_between(read_to, first):
            mark.read_to_id = max(read_to, last)
        else:
            db.session.add(
                ReadSpan(person_id=self.person_id, discussion_id=self.discussion_id, first_id=first, last_id=last)
            )
        mark.read_at = clock.now()
        db.session.flush()

    def cut(self, post_id: int) -> None:
        """The post and what follows it are not read."""
        mark = self._locked_mark()
        mark.read_to_id = min(mark.read_to_id, post_id - 1)
        self._forget(ReadSpan.first_id >= post_id)
        for span in self._spans():
            span.last_id = min(span.last_id, post_id - 1)
        db.session.flush()

    def _goes_on(self, first: int, last: int) -> bool:
        """The usual case in one statement: they go on where they had stopped."""
        gap = select(Post.id).where(
            Post.discussion_id == self.discussion_id, Post.id > ReadMark.read_to_id, Post.id < first
        )
        beyond = select(ReadSpan.id).where(
            ReadSpan.person_id == self.person_id, ReadSpan.discussion_id == self.discussion_id
        )
        further = (
            update(ReadMark)
            .where(ReadMark.person_id == self.person_id, ReadMark.discussion_id == self.discussion_id)
            .where(~gap.correlate(ReadMark).exists(), ~beyond.exists())
            .values(read_to_id=case((ReadMark.read_to_id < last, last), else_=ReadMark.read_to_id), read_at=clock.now())
        )
        return bool(changed_rows(further.execution_options(synchronize_session=False)))

    def _locked_mark(self) -> ReadMark:
        floor = select(ReadFloor.read_to_id).where(
            ReadFloor.person_id == self.person_id, ReadFloor.forum_id == self.began_in_id
        )
        read_to = db.session.scalar(floor) or 0
        mine = {"person_id": self.person_id, "discussion_id": self.discussion_id}
        insert_once(ReadMark, {**mine, "read_to_id": read_to, "read_at": clock.now()})
        found = select(ReadMark).filter_by(**mine).with_for_update().execution_options(populate_existing=True)
        return db.session.scalars(found).one()

    def _spans(self) -> list[ReadSpan]:
        mine = select(ReadSpan).where(
            ReadSpan.person_id == self.person_id, ReadSpan.discussion_id == self.discussion_id
        )
        ordered = mine.order_by(ReadSpan.first_id).execution_options(populate_existing=True)
        return list(db.session.scalars(ordered))

    def _forget(self, *which: ColumnElement[bool]) -> None:
        mine = (ReadSpan.person_id == self.person_id, ReadSpan.discussion_id == self.discussion_id)
        gone = delete(ReadSpan).where(*mine, *which)
        db.session.execute(gone.execution_options(synchronize_session="fetch"))

    def _anything_between(self, after: int, before: int) -> bool:
        between = select(Post.id).where(Post.discussion_id == self.discussion_id, Post.id > after, Post.id < before)
        return db.session.scalar(between.limit(1)) is not None
