""""You said, we did": the published answer to a topic or an issue."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, key, points_to
from app.topics.models import AdditionalIssue, TrickyTopic


class ReplyStatus(StrEnum):
    """What became of it. "We will try" is in progress, with an action attached."""

    DONE = "done"
    IN_PROGRESS = "in progress"
    WILL_NOT_DO = "will not do"


class LoopReply(Model):
    __tablename__ = "loop_reply"
    __table_args__ = (
        UniqueConstraint("network_id", "number"),
        CheckConstraint("(topic_id IS NULL) <> (issue_id IS NULL)", name="topic_or_issue"),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    number: Mapped[int]
    topic_id: Mapped[int | None] = points_to("tricky_topic.id")
    issue_id: Mapped[int | None] = points_to("additional_issue.id")
    you_said_md: Mapped[str]
    you_said_html: Mapped[str]
    we_did_md: Mapped[str]
    we_did_html: Mapped[str]
    status: Mapped[ReplyStatus]
    #: See replies/lifecycle.py.
    state: Mapped[str] = mapped_column(default="draft")
    state_since: Mapped[datetime]
    drafted_by_id: Mapped[int] = points_to("person.id")
    approved_by_id: Mapped[int | None] = points_to("person.id")
    approved_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = points_to("person.id")
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    topic: Mapped[TrickyTopic | None] = relationship(lazy="raise_on_sql")
    issue: Mapped[AdditionalIssue | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
