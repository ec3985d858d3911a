"""Whatever can be found and has changed is written into the index by the same transaction.

Most changes are announced. What a feature changes without telling (a stumbling block taken out, a section of a write-up in
other words) is seen as it is written.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import event as orm
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import get_history

from app.accounts.events import PersonErased
from app.actions import events as actions
from app.core.db import db
from app.core.events import Event, listen
from app.forums import events as forums
from app.forums.models import Discussion
from app.forums.moderation.events import PostsMoved
from app.interventions import events as interventions
from app.replies import events as replies
from app.search.upkeep import forgive, owe, pay
from app.topics import events as topics
from app.topics.models import ProblemExample, StumblingBlock
from app.workshops import events as workshops
from app.workshops.models import Contribution, Theme, WriteUpSection

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
    listen(topics.TopicEdited, owe_blocks)
    listen(workshops.WorkshopMoved, owe_workshop)
    listen(PostsMoved, owe_moved)
    listen(PersonErased, owe_reworded)
    for name, call in (("after_flush", note_unannounced), ("before_commit", pay), ("after_soft_rollback", forgive)):
        if not orm.contains(db.session, name, call):
            orm.listen(db.session, name, call)


def owe_it(event: Event) -> None:
    kind, field = CHANGES[type(event)]
    owe(kind, getattr(event, field))


def owe_first_post(event: forums.DiscussionRetitled) -> None:
    """The first post carries the title of its discussion."""
    _owe_first_post(event.discussion_id)


def owe_moved(event: PostsMoved) -> None:
    """Others stand first in a discussion, and carry its title."""
    for post_id in event.reworded:
        owe("post", post_id)


def owe_blocks(event: topics.TopicEdited) -> None:
    """A stumbling block is found by its topic's title as well."""
    for block_id in db.session.scalars(select(StumblingBlock.id).where(StumblingBlock.topic_id == event.topic_id)):
        owe("block", block_id)


def owe_workshop(event: workshops.WorkshopMoved) -> None:
    """Its write-up and its cards can be found while the write-up is out."""
    if "published" in (event.before, event.after):
        _owe_workshop(event.workshop_id)


def _owe_workshop(workshop_id: int) -> None:
    owe("write_up", workshop_id)
    for theme_id in db.session.scalars(select(Theme.id).where(Theme.workshop_id == workshop_id)):
        owe("theme", theme_id)


#: What is seen as it is written → its kind. Deleted rows too: their entries go.
_SEEN: dict[type[Any], str] = {ProblemExample: "example", StumblingBlock: "block"}


def note_unannounced(session: Session, _flushed: Any) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        if kind := _SEEN.get(type(row)):
            owe(kind, row.id)
        elif type(row) is WriteUpSection:
            owe("write_up", row.workshop_id)
        # A card that is only being written or grouped is found by nobody yet: a room in full swing pays nothing.
        elif type(row) is Contribution and row.theme_id and _taken_back(row):
            owe("theme", row.theme_id)


def _taken_back(card: Contribution) -> bool:
    return any(get_history(card, name).has_changes() for name in ("hidden_reason", "withdrawn"))


def _owe_first_post(discussion_id: int) -> None:
    for post_id in db.session.scalars(select(Discussion.first_post_id).where(Discussion.id == discussion_id)):
        if post_id is not None:
            owe("post", post_id)


#: Table → the kind under which its rows are found.
TABLES = {
    "tricky_topic": "topic",
    "stumbling_block": "block",
    "problem_example": "example",
    "additional_issue": "issue",
    "post": "post",
    "intervention": "intervention",
    "action": "action",
    "loop_reply": "reply",
    "workshop": "write_up",
    "workshop_theme": "theme",
}


def owe_reworded(event: PersonErased) -> None:
    """A name was taken out of these rows: nobody finds them by it any more."""
    for table, row_id in event.reworded:
        if table in TABLES:
            owe(TABLES[table], int(row_id))
        elif table == "discussion":
            _owe_first_post(int(row_id))
        elif table == "workshop_write_up_section":
            owe_section(int(row_id))
        elif table == "workshop_contribution":
            owe_theme_of(str(row_id))


def owe_section(section_id: int) -> None:
    section = db.session.get(WriteUpSection, section_id)
    if section is not None:
        owe("write_up", section.workshop_id)


def owe_theme_of(card_id: str) -> None:
    card = db.session.get(Contribution, card_id)
    if card is not None and card.theme_id is not None:
        owe("theme", card.theme_id)
