"""What the rest of the site is told about topics and issues. Never who voted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class TopicRaised(Event):
    topic_id: int
    from_post_id: int | None


@dataclass(frozen=True, kw_only=True)
class TopicEdited(Event):
    """Its words, its stumbling blocks or its problem examples changed."""

    topic_id: int


@dataclass(frozen=True, kw_only=True)
class TopicMoved(Event):
    topic_id: int
    before: str
    after: str
    #: A step taken at this instant was taken back.
    taken_back: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class TopicsMerged(Event):
    """The source now points to the target; a TopicMoved for the source is announced beside it."""

    source_id: int
    target_id: int


@dataclass(frozen=True, kw_only=True)
class IssueRaised(Event):
    """`from_topic_id` is set where a Tricky Topic was moved to the second list."""

    issue_id: int
    from_post_id: int | None
    from_topic_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class IssueEdited(Event):
    issue_id: int


@dataclass(frozen=True, kw_only=True)
class IssueMoved(Event):
    issue_id: int
    before: str
    after: str
    #: A step taken at this instant was taken back.
    taken_back: datetime | None = None
