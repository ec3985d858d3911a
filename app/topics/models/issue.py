"""An additional issue: a difficulty that is not conceptual. Its own list, its own states, the same respect."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Personal
from app.forums.models import Discussion


class IssueCategory(StrEnum):
    PACE = "pace"
    VOLUME = "volume"
    ASSESSMENT_TIMING = "assessment timing"
    MATHS_CONFIDENCE = "maths confidence"
    DIGITAL = "digital"
    PRIOR_STUDY = "prior study"
    TUITION = "tuition"
    OTHER = "other"


class IssueResponse(StrEnum):
    WILL_DO = "will do"
    DOING = "doing"
    DONE = "done"
    CANNOT = "cannot, because"


class AdditionalIssue(Model):
    __tablename__ = "additional_issue"
    __table_args__ = (UniqueConstraint("network_id", "number"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    cycle_id: Mapped[int | None] = points_to("cycle.id")
    number: Mapped[int]
    title: Mapped[str]
    statement_md: Mapped[str]
    statement_html: Mapped[str]
    category: Mapped[IssueCategory]
    raised_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "additional issues that you raised",
            words=("title", "statement_md"),
            facts=("category", "created_at"),
            place=("number", "state"),
        ),
    )
    raised_from_post_id: Mapped[int | None] = points_to("post.id")
    discussion_id: Mapped[int] = points_to("discussion.id")
    #: See topics/lifecycle.py.
    state: Mapped[str] = mapped_column(default="raised")
    state_since: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    #: "module team", "staff tutor", "LTS/IT", "SST", "assessment board"; and, where known, a person.
    routed_to: Mapped[str | None]
    owner_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "additional issues that you answer",
            facts=("acknowledged_at", "responded_at"),
            place=("number", "title", "response_md", "state"),
        ),
    )
    response: Mapped[IssueResponse | None]
    response_md: Mapped[str | None]
    response_html: Mapped[str | None]
    responded_at: Mapped[datetime | None]
    vote_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    raised_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[raised_by_id])
    owner: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])
    discussion: Mapped[Discussion] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}
