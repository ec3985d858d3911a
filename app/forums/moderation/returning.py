"""What undoing a split or a merge would bring back, counted by what then does it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select

from app.core.db import db
from app.core.text.words import plural, quoted
from app.forums.models import Discussion, Post
from app.forums.moderation.models import Operation, OperationPost, Step

#: So many posts that stay are named; the others are a number.
NAMED = 5


@dataclass(frozen=True)
class Return:
    """What undoing a split or a merge would do."""

    operation: Operation
    source: Discussion
    target: Discussion

    def consequences(self) -> list[str]:
        back, away = self.count, self._away()
        one, other = quoted(self.source.title), quoted(self.target.title)
        told = [f"{plural(back, 'post returns', 'posts return')} from {other} to {one}, with the number it had."]
        if away:
            shown = ", ".join(str(each) for each in away[:NAMED])
            more = f" and {len(away) - NAMED} more" if len(away) > NAMED else ""
            told.append(f"What went on to another discussion since stays there: once post {shown}{more} of {one}.")
        if since := self._written_since():
            told.append(f"{plural(since, 'post that was', 'posts that were')} written in {other} since stay there.")
        if self.operation.kind is Step.MERGE:
            told.append(f"The address of {one} leads to it again.")
        elif self.operation.after == "new" and not since and self.target.post_count == back:
            told.append(f"Nothing is left in {other}: its address leads to {one} from then on.")
        told.append("Whoever has chosen nothing else since hears of both as before. What people have read stays read.")
        return told

    @property
    def still_there(self) -> ColumnElement[bool]:
        """Of a post and its row in the operation: it stands where the operation put it."""
        return and_(
            OperationPost.operation_id == self.operation.id,
            OperationPost.post_id == Post.id,
            Post.discussion_id == OperationPost.to_id,
            Post.position == OperationPost.to_number,
        )

    @property
    def count(self) -> int:
        """How many posts come back."""
        return db.session.scalar(select(func.count(Post.id)).select_from(Post).where(self.still_there)) or 0

    def _away(self) -> list[int]:
        there = select(Post.id).where(self.still_there).correlate(OperationPost).exists()
        gone = select(OperationPost.from_number).where(OperationPost.operation_id == self.operation.id, ~there)
        return list(db.session.scalars(gone.order_by(OperationPost.from_number)))

    def _written_since(self) -> int:
        new = select(func.count(Post.id)).where(Post.strand_id == self.target.id, Post.discussion_id == self.target.id)
        return db.session.scalar(new.where(Post.id > int(self.operation.before or 0))) or 0
