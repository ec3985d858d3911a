"""Whatever can be found and has changed is owed to the index: a row in the outbox, done by the worker."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.events import PersonErased
from app.actions import events as actions
from app.core import outbox
from app.core.db import db
from app.core.events import Event, listen
from app.forums import events as forums
from app.forums.models import Post
from app.interventions import events as interventions
from app.replies import events as replies
from app.topics import events as topics
from app.topics.models import ProblemExample

KIND = "search.index"

#: Event → which kind of row changed, and the event's field with its id.
CHANGES: dict[type[Event], tuple[str, str]] = {
    topics.TopicRaised: ("topic", "topic_id"),
    topics.TopicEdited: ("topic", "topic_id"),
    topics.TopicMoved: ("topic", "topic_id"),
    topics.IssueRaised: ("issue", "issue_id"),
    topics.IssueEdited: ("issue", "issue_id"),
    topics.IssueMoved: ("issue", "issue_id"),
    forums.PostPublished: ("post", "post_id"),
    forums.PostEdited: ("post", "post_id"),
    forums.PostHidden: ("post", "post_id"),
    forums.PostRestored: ("post", "post_id"),
    forums.PostRemoved: ("post", "post_id"),
    interventions.InterventionProposed: ("intervention", "intervention_id"),
    interventions.InterventionEdited: ("intervention", "intervention_id"),
    actions.ActionAgreed: ("action", "action_id"),
    actions.ActionEdited: ("action", "action_id"),
    replies.ReplyPublished: ("reply", "reply_id"),
}


def listen_to_all() -> None:
    for event in CHANGES:
        listen(event, owe_it)
    listen(forums.DiscussionRetitled, owe_first_post)
    listen(PersonErased, owe_reworded)


def owe_it(event: Event) -> None:
    kind, field = CHANGES[type(event)]
    owe(kind, getattr(event, field))


def owe_first_post(event: forums.DiscussionRetitled) -> None:
    """The first post carries the title of its discussion."""
    _owe_first_post(event.discussion_id)


def _owe_first_post(discussion_id: int) -> None:
    for post_id in db.session.scalars(select(Post.id).where(Post.discussion_id == discussion_id, Post.position == 1)):
        owe("post", post_id)


#: Table → the kind under which its rows are found.
TABLES = {
    "tricky_topic": "topic",
    "additional_issue": "issue",
    "post": "post",
    "intervention": "intervention",
    "action": "action",
    "loop_reply": "reply",
}


def owe_reworded(event: PersonErased) -> None:
    """A name was taken out of these rows: nobody finds them by it any more."""
    for table, row_id in event.reworded:
        if table in TABLES:
            owe(TABLES[table], int(row_id))
        elif table == "discussion":
            _owe_first_post(int(row_id))
        elif table == "problem_example":
            owe("topic", db.session.scalars(select(ProblemExample.topic_id).where(ProblemExample.id == row_id)).one())


def owe(kind: str, row_id: int) -> None:
    outbox.enqueue(KIND, {"kind": kind, "id": row_id})
