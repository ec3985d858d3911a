"""Declaring whole forums read, and taking that back with one press."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, literal, select, update

from app.core import clock
from app.core.actor import Actor
from app.core.db import db, insert_all_once, insert_from
from app.core.permissions import require
from app.forums.models import Discussion, Forum, Post
from app.forums.policy import Permission
from app.forums.reading.marks import Marks
from app.forums.reading.models import ReadFloor, ReadMark, ReadSpan, Strand
from app.forums.reading.rows import Unread
from app.forums.reading.strands import divided

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
    now, beyond = _now_read(actor.person_id, ids), _read_beyond(actor.person_id, ids)
    ids = list(now)  # those that are still there
    for model in (ReadMark, ReadSpan):
        gone = delete(model).where(model.person_id == actor.person_id, model.discussion_id.in_(ids))
        of_before = gone if model is ReadMark else gone.where(ReadSpan.last_id <= up_to_id)
        db.session.execute(of_before.execution_options(synchronize_session=False))
    insert_all_once(ReadMark, [_mark(actor.person_id, each, min(before.marks[each], now[each])) for each in ids])
    furthest = {each: max(now[each], beyond.get(each, 0)) for each in ids}
    spans = [(each, first, min(last, furthest[each])) for each, first, last in before.spans if each in now]
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


def _read_beyond(person_id: int, strand_ids: list[int]) -> dict[int, int]:
    """The last that they read past a gap in each: of a strand that was divided, a gap may be what stands elsewhere."""
    furthest = select(ReadSpan.discussion_id, func.max(ReadSpan.last_id)).where(ReadSpan.person_id == person_id)
    found = furthest.where(ReadSpan.discussion_id.in_(strand_ids)).group_by(ReadSpan.discussion_id)
    return {row[0]: row[1] for row in db.session.execute(found)}


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
            ReadFloor.person_id == self.person_id, ReadFloor.forum_id == Strand.began_in_id
        )
        return func.coalesce(mine.correlate(Strand).scalar_subquery(), 0)

    def _insert_marks(self, read_to: ColumnElement[int], *which: ColumnElement[bool]) -> None:
        mine = select(ReadMark.id).where(ReadMark.person_id == self.person_id)
        marked = mine.where(ReadMark.discussion_id == Strand.strand_id).correlate(Strand).exists()
        now = literal(clock.now(), ReadMark.read_at.type)
        rows = select(literal(self.person_id), Strand.strand_id, read_to, now).where(~marked, *which).distinct()
        insert_from(ReadMark, ["person_id", "discussion_id", "read_to_id", "read_at"], rows)

    def _here(self) -> Select[int]:
        return select(Discussion.id).where(Discussion.forum_id.in_(self.forum_ids))

    def _whole(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """Strands of which nothing stands elsewhere."""
        return Strand.discussion_id.in_(self._here()), ~divided(self._here())

    def _keep_those_elsewhere(self) -> None:
        """What began here and stands elsewhere is not what they declare read: it keeps the floor that it had."""
        away = (Strand.began_in_id.in_(self.forum_ids), Strand.discussion_id.not_in(self._here()))
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
        at_home = select(Strand.strand_id).where(Strand.began_in_id.in_(self.forum_ids), *self._whole())
        marks = delete(ReadMark).where(
            ReadMark.person_id == self.person_id, ReadMark.discussion_id.in_(at_home), ReadMark.read_to_id <= settled
        )
        spans = delete(ReadSpan).where(
            ReadSpan.person_id == self.person_id,
            ReadSpan.discussion_id.in_(select(Strand.strand_id).where(*self._whole())),
            ReadSpan.last_id <= self.up_to_id,
        )
        for gone in (marks, spans):
            db.session.execute(gone.execution_options(synchronize_session=False))

    def _mark_the_rest(self) -> None:
        """What is newer than the floor, and what was moved here, by a mark of its own."""
        there = select(func.max(Post.id)).where(Post.id <= self.up_to_id)
        read_to = there.where(Post.strand_id == Strand.strand_id).correlate(Strand).scalar_subquery()
        self._insert_marks(read_to, *self._whole(), read_to > self._floor())
        target = there.where(Post.strand_id == ReadMark.discussion_id).correlate(ReadMark).scalar_subquery()
        further = update(ReadMark).where(
            ReadMark.person_id == self.person_id,
            ReadMark.discussion_id.in_(select(Strand.strand_id).where(*self._whole())),
            ReadMark.read_to_id < target,
        )
        values = {"read_to_id": target, "read_at": clock.now()}
        db.session.execute(further.values(**values).execution_options(synchronize_session=False))
        self._mark_parts()

    def _mark_parts(self) -> None:
        """Of the few strands that were divided, what stands here."""
        here = self._here()
        parts = select(Strand.strand_id, Strand.began_in_id).where(Strand.discussion_id.in_(here), divided(here))
        for strand_id, began_in_id in db.session.execute(parts.distinct().order_by(Strand.strand_id)).all():
            Marks(self.person_id, strand_id, began_in_id).add_those_in(Post.discussion_id.in_(here), 0, self.up_to_id)
