"""Declaring whole forums read, and taking that back with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, literal, select, update

from app.core import clock
from app.core.actor import Actor
from app.core.db import db, insert_all_once, insert_from
from app.core.permissions import require
from app.forums.models import Discussion, Forum, Post
from app.forums.policy import Permission
from app.forums.reading.models import ReadFloor, ReadMark, ReadSpan
from app.forums.reading.queries import Unread

#: In a whole forum, a post may become readable after another with a higher id. After so long none does any more.
SETTLED = timedelta(hours=1)


def read_all(actor: Actor, forums: Sequence[Forum], up_to_id: int) -> None:
    """Everything that stands in these forums up to this post has been read; what was written later has not. The
    statements are as many for the forums of twenty networks as for one forum.
    """
    for forum in forums:
        require(actor, Permission.READ_FORUM, forum)
    if actor.person_id is not None and forums:
        networks = tuple({forum.network_id for forum in forums})
        _Sweep(actor.person_id, networks, tuple(forum.id for forum in forums), up_to_id).run()


def take_back(actor: Actor, before: Unread, up_to_id: int) -> None:
    """What was new to the person before they declared everything read up to this post is new again; what they read or
    set back since stays so. No permission is asked: it is one's own, and shows nothing.
    """
    ids = list(before.marks)
    if actor.person_id is None or not ids:
        return
    now = _now_read(actor.person_id, ids)
    ids = list(now)  # those that are still there
    for model in (ReadMark, ReadSpan):
        gone = delete(model).where(model.person_id == actor.person_id, model.discussion_id.in_(ids))
        of_before = gone if model is ReadMark else gone.where(ReadSpan.last_id <= up_to_id)
        db.session.execute(of_before.execution_options(synchronize_session=False))
    insert_all_once(ReadMark, [_mark(actor.person_id, each, min(before.marks[each], now[each])) for each in ids])
    spans = [(each, first, min(last, now[each])) for each, first, last in before.spans if each in now]
    spans += [(each, up_to_id + 1, now[each]) for each in ids if now[each] > up_to_id]
    insert_all_once(ReadSpan, [_span(actor.person_id, *span) for span in spans if span[1] <= span[2]])


def _now_read(person_id: int, discussion_ids: list[int]) -> dict[int, int]:
    """Of each discussion up to where the person has read it by now; their marks are locked."""
    locked = select(ReadMark.id).where(ReadMark.person_id == person_id, ReadMark.discussion_id.in_(discussion_ids))
    db.session.execute(locked.order_by(ReadMark.id).with_for_update())
    mine = (ReadMark.person_id == person_id, ReadMark.discussion_id == Discussion.id)
    floor = (ReadFloor.person_id == person_id, ReadFloor.forum_id == Discussion.began_in_id)
    found = select(Discussion.id, func.coalesce(ReadMark.read_to_id, ReadFloor.read_to_id, 0))
    found = found.outerjoin(ReadMark, and_(*mine)).outerjoin(ReadFloor, and_(*floor))
    return {row[0]: row[1] for row in db.session.execute(found.where(Discussion.id.in_(discussion_ids)))}


def _mark(person_id: int, discussion_id: int, read_to: int) -> dict[str, Any]:
    return {"person_id": person_id, "discussion_id": discussion_id, "read_to_id": read_to, "read_at": clock.now()}


def _span(person_id: int, discussion_id: int, first: int, last: int) -> dict[str, Any]:
    return {"person_id": person_id, "discussion_id": discussion_id, "first_id": first, "last_id": last}


@dataclass(frozen=True)
class _Sweep:
    """Forums declared read. Their floors rise, and what that makes needless goes: so this stays small for ever."""

    person_id: int
    network_ids: tuple[int, ...]
    forum_ids: tuple[int, ...]
    up_to_id: int

    def run(self) -> None:
        settled = self._settled()
        self._lock_floors()
        self._keep_those_elsewhere()
        self._raise_floors(settled)
        self._forget_below(settled)
        self._mark_the_rest()

    def _settled(self) -> int:
        """The latest post before which no other will appear any more."""
        old = Post.created_at <= clock.now() - SETTLED
        latest = select(func.max(Post.id)).where(old, Post.network_id.in_(self.network_ids), Post.id <= self.up_to_id)
        return db.session.scalar(latest) or 0

    def _floor(self) -> ColumnElement[int]:
        mine = select(ReadFloor.read_to_id).where(
            ReadFloor.person_id == self.person_id, ReadFloor.forum_id == Discussion.began_in_id
        )
        return func.coalesce(mine.correlate(Discussion).scalar_subquery(), 0)

    def _marked(self) -> ColumnElement[bool]:
        mine = select(ReadMark.id).where(ReadMark.person_id == self.person_id, ReadMark.discussion_id == Discussion.id)
        return mine.correlate(Discussion).exists()

    def _insert_marks(self, read_to: ColumnElement[int], *which: ColumnElement[bool]) -> None:
        columns = ["person_id", "discussion_id", "read_to_id", "read_at"]
        now = literal(clock.now(), ReadMark.read_at.type)
        rows = select(literal(self.person_id), Discussion.id, read_to, now).where(~self._marked(), *which)
        insert_from(ReadMark, columns, rows)

    def _keep_those_elsewhere(self) -> None:
        """What began here and was moved away is not what they declare read: it keeps the floor that it had."""
        away = (Discussion.began_in_id.in_(self.forum_ids), Discussion.forum_id.not_in(self.forum_ids))
        self._insert_marks(self._floor(), *away)

    def _lock_floors(self) -> None:
        """Two tabs of theirs do this one after the other."""
        lowest = select(literal(self.person_id), Forum.id, literal(0)).where(Forum.id.in_(self.forum_ids))
        insert_from(ReadFloor, ["person_id", "forum_id", "read_to_id"], lowest)
        db.session.execute(select(ReadFloor.id).where(*self._floors()).order_by(ReadFloor.id).with_for_update())

    def _raise_floors(self, settled: int) -> None:
        higher = update(ReadFloor).where(*self._floors(), ReadFloor.read_to_id < settled).values(read_to_id=settled)
        db.session.execute(higher.execution_options(synchronize_session=False))

    def _floors(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return ReadFloor.person_id == self.person_id, ReadFloor.forum_id.in_(self.forum_ids)

    def _forget_below(self, settled: int) -> None:
        here = select(Discussion.id).where(Discussion.forum_id.in_(self.forum_ids))
        at_home = here.where(Discussion.began_in_id.in_(self.forum_ids))
        marks = delete(ReadMark).where(
            ReadMark.person_id == self.person_id,
            ReadMark.discussion_id.in_(at_home),
            ReadMark.read_to_id <= settled,
        )
        spans = delete(ReadSpan).where(
            ReadSpan.person_id == self.person_id,
            ReadSpan.discussion_id.in_(here),
            ReadSpan.last_id <= self.up_to_id,
        )
        for gone in (marks, spans):
            db.session.execute(gone.execution_options(synchronize_session=False))

    def _mark_the_rest(self) -> None:
        """What is newer than the floor, and what was moved here, by a mark of its own."""
        here = Discussion.forum_id.in_(self.forum_ids)
        there = select(func.max(Post.id)).where(Post.discussion_id == Discussion.id, Post.id <= self.up_to_id)
        read_to = there.correlate(Discussion).scalar_subquery()
        self._insert_marks(read_to, here, read_to > self._floor())
        target = there.where(Discussion.id == ReadMark.discussion_id, here).correlate(ReadMark).scalar_subquery()
        further = update(ReadMark).where(ReadMark.person_id == self.person_id, ReadMark.read_to_id < target)
        values = {"read_to_id": target, "read_at": clock.now()}
        db.session.execute(further.values(**values).execution_options(synchronize_session=False))
