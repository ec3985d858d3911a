"""What can be found: for each kind which rows, what of them is searched, who may see them, by what they are narrowed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true
from sqlalchemy.orm import Bundle, joinedload

from app.actions.models import Action
from app.actions.policy import visible_actions
from app.attachments.models import Attachment, FileKind
from app.core.actor import Actor
from app.core.db import db
from app.core.text.formula_words import in_words, with_names
from app.forums.bodies import POST
from app.forums.models import Discussion, Forum, Post, PostState
from app.forums.policy import visible_posts
from app.forums.queries.lists import ANSWERED
from app.interventions.models import Intervention
from app.interventions.policy import visible_interventions
from app.interventions.services.proposing import INTERVENTION_TEXT
from app.replies.models import LoopReply
from app.replies.policy import visible_replies
from app.replies.services import REPLY_TEXT
from app.search.indexes.protocol import IndexedText, Key
from app.search.kinds import texts
from app.search.kinds.narrowing import AUTHORS, FORUMS, STATES, WEEK, has_role
from app.topics.models import AdditionalIssue, ProblemExample, StumblingBlock, TopicMapping, TrickyTopic
from app.topics.policy import visible_issues
from app.topics.services.raising import ISSUE_TEXT, TOPIC_TEXT
from app.workshops.models import Theme, Workshop

#: Rows read at a time while everything is written anew.
BATCH = 100


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
    #: When it was written.
    at: Callable[[Any], Any]
    #: Rows that can be found at all, whoever looks: nothing hidden, nothing in draft.
    findable: Callable[[], ColumnElement[bool]] = true
    hue: str = "voice"
    #: Operator → what it asks of a row. A kind without an operator has nothing to say to it, and is not found by it.
    narrowed: Mapping[str, ColumnElement[bool]] = field(default_factory=dict)

    #: What must be so before `visible` can be, and is asked in a moment.
    sooner: tuple[ColumnElement[bool], ...] = ()

    def for_reader(self, actor: Actor) -> ColumnElement[bool]:
        return and_(self.findable(), self.visible(actor))

    def rows(self) -> Select[Any]:
        return self.read.where(self.findable())

    def documents(self, ids: Collection[int]) -> Iterator[tuple[IndexedText, Any]]:
        """What these rows say now, and when each was written; nothing of those that are gone or not to be found."""
        # As the database has them: what one statement changed in many rows stands in no object.
        rows = self.rows().where(self.model.id.in_(ids)).execution_options(populate_existing=True)
        for row in db.session.scalars(rows):
            yield self._document(row), self.at(row)

    def _document(self, row: Any) -> IndexedText:
        title, text = self.shown(row)
        return IndexedText(Key(self.kind, row.id), texts.network_of(row), title, with_names(text))

    def shown(self, row: Any) -> tuple[str, str]:
        """Title and text as a result shows them: what is found is what is read."""
        title, text = self.words(row)
        return in_words(title), in_words(text)


def _of_a_visible_topic(model: Any) -> Callable[[Actor], ColumnElement[bool]]:
    return lambda actor: texts.parts_of_topics(model, actor)


def _written(row: Any) -> Any:
    return row.created_at


def _attached(kind: FileKind, text: str = POST, of: Any = Post) -> tuple[ColumnElement[bool], ...]:
    return Attachment.subject_kind == text, Attachment.subject_id == of.id, Attachment.kind == kind


def _shows_pictures(text: str, of: Any) -> ColumnElement[bool]:
    return exists().where(*_attached(FileKind.PICTURE, text, of))


_FILE_NAMES = select(func.aggregate_strings(Attachment.name, " · ")).where(*_attached(FileKind.DOCUMENT))
_POST: Bundle[Any] = Bundle(
    "post",
    Post.id,
    Post.network_id,
    Post.discussion_id,
    Discussion.first_post_id,
    Post.body_html,
    Post.created_at,
    Discussion.title.label("discussion_title"),
    # Files are found by their names with the post that they belong to, and seen as it is.
    _FILE_NAMES.correlate(Post).scalar_subquery().label("file_names"),
)
_BLOCK: Bundle[Any] = Bundle(
    "block",
    StumblingBlock.id,
    StumblingBlock.network_id,
    StumblingBlock.title,
    StumblingBlock.assessable_by,
    TrickyTopic.title.label("topic_title"),
    TrickyTopic.number,
    TrickyTopic.created_at,
)
_EXAMPLE: Bundle[Any] = Bundle(
    "example",
    ProblemExample.id,
    ProblemExample.network_id,
    ProblemExample.text,
    ProblemExample.created_at,
    TrickyTopic.title.label("topic_title"),
    TrickyTopic.number,
)


def _mapped(topic_id: Any) -> ColumnElement[bool]:
    return exists().where(
        TopicMapping.topic_id == topic_id, TopicMapping.week_from <= WEEK, TopicMapping.week_to >= WEEK
    )


def _by(model: Any, author: Any, **more: ColumnElement[bool]) -> dict[str, ColumnElement[bool]]:
    return {"author": author.in_(AUTHORS), "role": has_role(author, model.network_id), **more}


_FIRST_UNANSWERED = exists().where(Discussion.first_post_id == Post.id, ~ANSWERED).correlate(Post)
_IN_FORUM = exists().where(Discussion.id == Post.discussion_id, Forum.id == Discussion.forum_id, Forum.kind.in_(FORUMS))
_OF_PUBLISHED = Theme.workshop_id.in_(select(Workshop.id).where(Workshop.state == "published").correlate(None))

_EVERY = (
    Source(
        "topic", "Tricky Topic", "Tricky Topics", TrickyTopic, texts.visible_topics, select(TrickyTopic),
        texts.topic, _written,
        narrowed=_by(
            TrickyTopic, TrickyTopic.raised_by_id, state=TrickyTopic.state.in_(STATES), week=_mapped(TrickyTopic.id),
            picture=_shows_pictures(TOPIC_TEXT, TrickyTopic),
        ),
    ),
    Source(
        "block", "Stumbling block", "Stumbling blocks", StumblingBlock, _of_a_visible_topic(StumblingBlock),
        select(_BLOCK).join(TrickyTopic, TrickyTopic.id == StumblingBlock.topic_id), texts.block, _written,
        narrowed={"week": _mapped(StumblingBlock.topic_id)},
    ),
    Source(
        "example", "Problem example", "Problem examples", ProblemExample, texts.visible_examples,
        select(_EXAMPLE).join(TrickyTopic, TrickyTopic.id == ProblemExample.topic_id), texts.example, _written,
        narrowed=_by(ProblemExample, ProblemExample.added_by_id, week=_mapped(ProblemExample.topic_id)),
    ),
    Source(
        "issue", "Additional issue", "Additional issues", AdditionalIssue, visible_issues, select(AdditionalIssue),
        texts.issue, _written,
        narrowed=_by(
            AdditionalIssue, AdditionalIssue.raised_by_id, state=AdditionalIssue.state.in_(STATES),
            unanswered=AdditionalIssue.response.is_(None), picture=_shows_pictures(ISSUE_TEXT, AdditionalIssue),
        ),
    ),
    Source(
        "post", "Post", "Posts", Post, visible_posts, select(_POST).join(Discussion, Discussion.id == Post.discussion_id),
        texts.post, _written, findable=lambda: Post.state == PostState.VISIBLE, sooner=(texts.by_whom(Post.author_id),),
        narrowed=_by(
            Post, Post.author_id, forum=_IN_FORUM, unanswered=_FIRST_UNANSWERED,
            picture=_shows_pictures(POST, Post),
        ),
    ),
    Source(
        "intervention", "Intervention", "Interventions", Intervention, visible_interventions, select(Intervention),
        texts.intervention, _written, hue="commit",
        narrowed=_by(
            Intervention, Intervention.proposed_by_id, state=Intervention.state.in_(STATES),
            picture=_shows_pictures(INTERVENTION_TEXT, Intervention),
        ),
    ),
    Source(
        "action", "Action", "Actions", Action, visible_actions, select(Action), texts.action, _written, hue="commit",
        narrowed=_by(Action, Action.owner_id, state=Action.state.in_(STATES)),
    ),
    Source(
        "reply", "Reply", "Replies", LoopReply, visible_replies,
        select(LoopReply).options(joinedload(LoopReply.topic), joinedload(LoopReply.issue)), texts.reply, _written,
        findable=lambda: LoopReply.state == "published", hue="commit", narrowed=_by(LoopReply, LoopReply.drafted_by_id, picture=_shows_pictures(REPLY_TEXT, LoopReply)),
    ),
    # Cards by their theme, and only once the write-up is out: an entry for each card would tell the order in which they
    # were written, and with it whose they are.
    Source(
        "theme", "Workshop cards", "Cards of workshops", Theme, texts.visible_themes, texts.THEMES, texts.theme,
        _written, findable=lambda: and_(Theme.merged_into_id.is_(None), _OF_PUBLISHED),
    ),
    Source(
        "write_up", "Write-up", "Write-ups", Workshop, texts.visible_write_ups, select(Workshop), texts.write_up,
        _written, findable=lambda: Workshop.state == "published", hue="commit",
    ),
)  # fmt: skip
SOURCES: dict[str, Source] = {source.kind: source for source in _EVERY}
