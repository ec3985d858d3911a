"""What can be found: for each kind which rows, what of them is searched, who may see them, where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, true
from sqlalchemy.orm import Bundle, joinedload, selectinload

from app.actions.models import Action
from app.actions.policy import visible_actions
from app.core.actor import Actor
from app.core.db import db
from app.core.text import markdown
from app.core.text.formula_words import in_words, with_names
from app.forums.models import Discussion, Post, PostState
from app.forums.policy import visible_posts
from app.interventions.models import Intervention
from app.interventions.policy import visible_interventions
from app.replies.models import LoopReply
from app.replies.policy import visible_replies
from app.search.indexes.protocol import IndexedText, Key
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import searched_topics, visible_issues

#: Rows read at a time while everything is written anew.
BATCH = 500


@dataclass(frozen=True)
class Source:
    """One kind of thing that can be found."""

    kind: str
    #: As people call one, and several.
    noun: str
    plural: str
    model: Any
    #: The SQL twin of its read permission.
    visible: Callable[[Actor], ColumnElement[bool]]
    #: What is read of it: rows with what `words` needs beside them, or a bundle of columns where there are many.
    read: Select[Any]
    #: Title and text of a row, in plain words.
    words: Callable[[Any], tuple[str, str]]
    #: Rows that can be found at all, whoever looks: nothing hidden, nothing in draft.
    findable: Callable[[], ColumnElement[bool]] = true
    hue: str = "voice"

    def for_reader(self, actor: Actor) -> ColumnElement[bool]:
        return and_(self.findable(), self.visible(actor))

    def rows(self) -> Select[Any]:
        return self.read.where(self.findable())

    def document(self, row_id: int) -> IndexedText | None:
        """What the row says now; None if it is gone or not to be found."""
        row = db.session.scalars(self.rows().where(self.model.id == row_id)).first()
        return self._document(row) if row is not None else None

    def documents(self) -> Iterator[IndexedText]:
        """Every findable row, a batch at a time."""
        last = 0
        while batch := self._batch_after(last):
            yield from (self._document(row) for row in batch)
            last = batch[-1].id
            db.session.expunge_all()

    def ids(self) -> set[int]:
        return set(db.session.scalars(select(self.model.id).where(self.findable())))

    def _batch_after(self, last: int) -> list[Any]:
        rows = self.rows().where(self.model.id > last).order_by(self.model.id).limit(BATCH)
        return list(db.session.scalars(rows))

    def _document(self, row: Any) -> IndexedText:
        title, text = self.shown(row)
        return IndexedText(Key(self.kind, row.id), row.network_id, title, with_names(text))

    def shown(self, row: Any) -> tuple[str, str]:
        """Title and text as a result shows them: what is found is what is read."""
        title, text = self.words(row)
        return in_words(title), in_words(text)


def _topic_words(topic: TrickyTopic) -> tuple[str, str]:
    parts = [markdown.brief(topic.statement_html), *(block.title for block in topic.blocks)]
    return topic.title, " · ".join([*parts, *(example.text for example in topic.examples)])


def _issue_words(issue: AdditionalIssue) -> tuple[str, str]:
    return issue.title, markdown.brief(f"{issue.statement_html} {issue.response_html or ''}")


def _post_words(post: Any) -> tuple[str, str]:
    # Only the first post carries the title into the index, or every answer would be found by it.
    return (post.discussion_title if post.position == 1 else ""), markdown.brief(post.body_html)


_POST: Bundle[Any] = Bundle(
    "post",
    Post.id,
    Post.network_id,
    Post.discussion_id,
    Post.position,
    Post.body_html,
    Discussion.title.label("discussion_title"),
)


def _intervention_words(intervention: Intervention) -> tuple[str, str]:
    return intervention.title, markdown.brief(intervention.rationale_html)


def _action_words(action: Action) -> tuple[str, str]:
    return action.title, action.success_indicator


def _reply_words(reply: LoopReply) -> tuple[str, str]:
    about = reply.topic or reply.issue
    return (about.title if about else ""), markdown.brief(f"{reply.you_said_html} {reply.we_did_html}")


SOURCES: dict[str, Source] = {
    source.kind: source
    for source in (
        Source(
            "topic",
            "Tricky Topic",
            "Tricky Topics",
            TrickyTopic,
            searched_topics,
            select(TrickyTopic).options(selectinload(TrickyTopic.blocks), selectinload(TrickyTopic.examples)),
            _topic_words,
        ),
        Source(
            "issue",
            "Additional issue",
            "Additional issues",
            AdditionalIssue,
            visible_issues,
            select(AdditionalIssue),
            _issue_words,
        ),
        Source(
            "post",
            "Post",
            "Posts",
            Post,
            visible_posts,
            select(_POST).join(Discussion, Discussion.id == Post.discussion_id),
            _post_words,
            findable=lambda: Post.state == PostState.VISIBLE,
        ),
        Source(
            "intervention",
            "Intervention",
            "Interventions",
            Intervention,
            visible_interventions,
            select(Intervention),
            _intervention_words,
            hue="commit",
        ),
        Source("action", "Action", "Actions", Action, visible_actions, select(Action), _action_words, hue="commit"),
        Source(
            "reply",
            "Reply",
            "Replies",
            LoopReply,
            visible_replies,
            select(LoopReply).options(joinedload(LoopReply.topic), joinedload(LoopReply.issue)),
            _reply_words,
            findable=lambda: LoopReply.state == "published",
            hue="commit",
        ),
    )
}
