"""What one person has read of one strand: up to where without a gap, and the spans beyond. Ids in a strand grow in the
order in which its posts can be read, since whoever posts holds the discussion's row: so what lies below a mark has been
seen, whatever is being written meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, case, delete, select, update

from app.core import clock
from app.core.db import changed_rows, db, insert_once
from app.forums.models import Discussion, Post
from app.forums.reading.models import ReadFloor, ReadMark, ReadSpan


def marks_of(person_id: int, strand_id: int, near: Discussion) -> Marks:
    """What they have read of a strand, of which something stands in this discussion or did."""
    if strand_id == near.id:
        return Marks(person_id, strand_id, near.began_in_id)
    began = select(Discussion.began_in_id).where(Discussion.id == strand_id)
    return Marks(person_id, strand_id, db.session.scalars(began).one())


@dataclass(frozen=True)
class Marks:
    """What one person has read of one strand, to be written."""

    person_id: int
    strand_id: int
    began_in_id: int

    def add_those_in(self, here: ColumnElement[bool], first: int = 0, last: int | None = None) -> None:
        """Those of these posts that stand `here`: what lies between them and stands elsewhere stays as it was."""
        of = select(Post.id, case((here, 1), else_=0)).where(Post.strand_id == self.strand_id, Post.id >= first)
        if last is not None:
            of = of.where(Post.id <= last)
        for run in _runs(db.session.execute(of.order_by(Post.id)).all()):
            self.add(run[0], run[-1])

    def cut_those_in(self, here: ColumnElement[bool], post_id: int) -> None:
        """The post and those after it that stand `here` are not read; what stands elsewhere is as it was."""
        of = select(Post.id, case((here, 1), else_=0)).where(Post.strand_id == self.strand_id, Post.id >= post_id)
        posts = db.session.execute(of.order_by(Post.id)).all()
        if not any(stands for _, stands in posts):
            return
        read_to, spans = self._locked_mark().read_to_id, [(each.first_id, each.last_id) for each in self._spans()]
        kept = [
            (each, not stands and (each <= read_to or any(first <= each <= last for first, last in spans)))
            for each, stands in posts
        ]
        self.cut(post_id)
        for run in _runs(kept):
            self.add(run[0], run[-1])

    def add(self, first: int, last: int) -> None:
        """Both are posts of the strand, and so is what lies between them and has been read with them."""
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
                ReadSpan(person_id=self.person_id, discussion_id=self.strand_id, first_id=first, last_id=last)
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
        gap = select(Post.id).where(Post.strand_id == self.strand_id, Post.id > ReadMark.read_to_id, Post.id < first)
        beyond = select(ReadSpan.id).where(
            ReadSpan.person_id == self.person_id, ReadSpan.discussion_id == self.strand_id
        )
        further = (
            update(ReadMark)
            .where(ReadMark.person_id == self.person_id, ReadMark.discussion_id == self.strand_id)
            .where(~gap.correlate(ReadMark).exists(), ~beyond.exists())
            .values(read_to_id=case((ReadMark.read_to_id < last, last), else_=ReadMark.read_to_id), read_at=clock.now())
        )
        return bool(changed_rows(further.execution_options(synchronize_session=False)))

    def _locked_mark(self) -> ReadMark:
        floor = select(ReadFloor.read_to_id).where(
            ReadFloor.person_id == self.person_id, ReadFloor.forum_id == self.began_in_id
        )
        read_to = db.session.scalar(floor) or 0
        mine = {"person_id": self.person_id, "discussion_id": self.strand_id}
        insert_once(ReadMark, {**mine, "read_to_id": read_to, "read_at": clock.now()})
        found = select(ReadMark).filter_by(**mine).with_for_update().execution_options(populate_existing=True)
        return db.session.scalars(found).one()

    def _spans(self) -> list[ReadSpan]:
        mine = select(ReadSpan).where(ReadSpan.person_id == self.person_id, ReadSpan.discussion_id == self.strand_id)
        ordered = mine.order_by(ReadSpan.first_id).execution_options(populate_existing=True)
        return list(db.session.scalars(ordered))

    def _forget(self, *which: ColumnElement[bool]) -> None:
        mine = (ReadSpan.person_id == self.person_id, ReadSpan.discussion_id == self.strand_id)
        gone = delete(ReadSpan).where(*mine, *which)
        db.session.execute(gone.execution_options(synchronize_session="fetch"))

    def _anything_between(self, after: int, before: int) -> bool:
        between = select(Post.id).where(Post.strand_id == self.strand_id, Post.id > after, Post.id < before)
        return db.session.scalar(between.limit(1)) is not None


def _runs(posts: Iterable[Any]) -> Iterator[list[int]]:
    """Of (id, whether it counts): the ids of those that count, in runs without another between them."""
    for counts, run in groupby(posts, key=lambda post: bool(post[1])):
        if counts:
            yield [post[0] for post in run]
