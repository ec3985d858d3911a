"""Actions stay with their topic when it is merged into another or moved to the second list."""

from __future__ import annotations

from sqlalchemy import update

from app.actions.models import Action
from app.core.db import db
from app.topics.events import IssueRaised, TopicsMerged


def follow_merged_topic(event: TopicsMerged) -> None:
    _follow(event.source_id, topic_id=event.target_id, issue_id=None)


def follow_moved_topic(event: IssueRaised) -> None:
    if event.from_topic_id is not None:
        _follow(event.from_topic_id, topic_id=None, issue_id=event.issue_id)


def _follow(source_id: int, *, topic_id: int | None, issue_id: int | None) -> None:
    tied = update(Action).where(Action.topic_id == source_id).values(topic_id=topic_id, issue_id=issue_id)
    db.session.execute(tied)
