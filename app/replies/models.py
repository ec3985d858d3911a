"""The reply, "You said, we did": the published answer to a topic or an issue."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.actions.models import Action
from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Personal
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
    #: What makes a reply "in progress" more than a wish: an action of the register, or who does what by when.
    action_id: Mapped[int | None] = points_to("action.id")
    action_named: Mapped[str | None]
    #: A published reply is fixed. What was wrong in it is put right by a new one, which names it here.
    corrects_id: Mapped[int | None] = points_to("loop_reply.id")
    #: See replies/lifecycle.py.
    state: Mapped[str] = mapped_column(default="draft")
    state_since: Mapped[datetime]
    #: Why it was sent back; while this stands, the draft waits for its writer and not for the chair.
    sent_back_reason: Mapped[str | None]
    drafted_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "replies that you drafted",
            words=("you_said_md", "we_did_md", "action_named"),
            facts=("created_at", "published_at"),
            place=("number", "status", "state", "sent_back_reason"),
        ),
    )
    approved_by_id: Mapped[int | None] = points_to(
        "person.id", personal=Personal("replies that you approved", facts=("approved_at",), place=("number",))
    )
    approved_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = points_to(
        "person.id", personal=Personal("replies that you published", facts=("published_at",), place=("number",))
    )
    published_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    topic: Mapped[TrickyTopic | None] = relationship(lazy="raise_on_sql")
    issue: Mapped[AdditionalIssue | None] = relationship(lazy="raise_on_sql")
    action: Mapped[Action | None] = relationship(lazy="raise_on_sql")
    drafted_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[drafted_by_id])
    approved_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[approved_by_id])
    published_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[published_by_id])

    __mapper_args__ = {"version_id_col": version}

    @property
    def subject(self) -> TrickyTopic | AdditionalIssue:
        """What it answers; load `topic` and `issue` before asking."""
        found = self.topic if self.topic_id is not None else self.issue
        assert found is not None
        return found


class Acknowledgement(Model):
    """A member said "Thank you, seen". Shown to that member only; nobody is counted or chased."""

    __tablename__ = "reply_acknowledgement"
    __table_args__ = (UniqueConstraint("reply_id", "person_id"),)

    id: Mapped[key]
    reply_id: Mapped[int] = points_to("loop_reply.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "replies for which you said “Thank you, seen”",
            facts=("at",),
            erasure=Erasure.DELETE,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("reply_id",),),
        ),
    )
    at: Mapped[datetime]
