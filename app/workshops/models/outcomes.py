"""What a workshop ends with: one outcome per theme, and the write-up."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Personal


class OutcomeKind(StrEnum):
    TOPIC = "Tricky Topic"
    ISSUE = "additional issue"
    INTERVENTION = "intervention"
    ACTION = "action"
    NO_ACTION = "no action"


class Outcome(Model):
    """What becomes of a theme. It points to the row it became; "no action" has a reason instead."""

    __tablename__ = "workshop_outcome"

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id")
    theme_id: Mapped[int] = points_to("workshop_theme.id", index=False, unique=True)
    kind: Mapped[OutcomeKind]
    topic_id: Mapped[int | None] = points_to("tricky_topic.id")
    issue_id: Mapped[int | None] = points_to("additional_issue.id")
    intervention_id: Mapped[int | None] = points_to("intervention.id")
    action_id: Mapped[int | None] = points_to("action.id")
    #: Both None means "no owner yet", said explicitly.
    owner_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal("outcomes of workshops that you lead", facts=("due_on",), place=("kind", "reason")),
    )
    due_on: Mapped[date | None]
    reason: Mapped[str | None]
    recorded_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal("outcomes of workshops that you recorded", words=("reason",), facts=("kind", "at")),
    )
    at: Mapped[datetime]
    owner: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])

    @property
    def told(self) -> str:
        """What a page that showed this outcome is known by. Two that say the same are one: nothing would be lost."""
        said = (self.kind.value, self.reason or "", str(self.owner_id), str(self.due_on))
        return sha256("\n".join(said).encode()).hexdigest()[:16]


class WriteUpSection(Model):
    """A part of the write-up that people put into their own words; until then it drafts itself from the rows."""

    __tablename__ = "workshop_write_up_section"
    __table_args__ = (UniqueConstraint("workshop_id", "name"),)

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id", index=False)
    name: Mapped[str]
    body_md: Mapped[str]
    body_html: Mapped[str]
    edited_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "sections of write-ups that you worded last", facts=("edited_at",), place=("name", "body_md")
        ),
    )
    edited_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
