"""What happens to a reply, told upwards."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ReplyMoved(Event):
    """A reply that is being prepared changed its state; `before` is empty when it has just been drafted."""

    reply_id: int
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ReplyPublished(Event):
    """A reply is out: everyone who raised, posted or voted is owed the news. One of the two subjects is None."""

    reply_id: int
    topic_id: int | None
    issue_id: int | None
