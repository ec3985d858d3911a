"""The action register: work with an owner and a date that makes an intervention or a reply happen."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Personal
from app.interventions.models import Intervention
from app.topics.models import AdditionalIssue, TrickyTopic


class Action(Model):
    __tablename__ = "action"
    __table_args__ = (
        UniqueConstraint("network_id", "number"),
        Index("ix_action_network_id_state_due_on", "network_id", "state", "due_on"),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    number: Mapped[int]
    #: "Action agreed": verb and object.
    title: Mapped[str]
    owner_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "actions that you lead",
            facts=("due_on", "done_at"),
            place=("number", "title", "success_indicator", "state"),
        ),
    )
    due_on: Mapped[date]
    success_indicator: Mapped[str]
    #: What it makes happen, if it is tied to one: at most one of the three.
    intervention_id: Mapped[int | None] = points_to("intervention.id")
    topic_id: Mapped[int | None] = points_to("tricky_topic.id")
    issue_id: Mapped[int | None] = points_to("additional_issue.id")
    #: See actions/lifecycle.py. Overdue is derived from due_on, never stored.
    state: Mapped[str] = mapped_column(default="open")
    state_since: Mapped[datetime]
    #: Why it is blocked or was dropped.
    state_reason: Mapped[str | None]
    #: A person said that this date matters, and why.
    critical_reason: Mapped[str | None]
    created_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "actions that you agreed",
            words=("title", "success_indicator"),
            facts=("due_on", "created_at"),
            place=("number", "state"),
        ),
    )
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = points_to(
        "person.id", personal=Personal("actions that you verified", facts=("verified_at",), place=("number", "title"))
    )
    verified_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    owner: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])
    verified_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[verified_by_id])
    created_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[created_by_id])
    intervention: Mapped[Intervention | None] = relationship(lazy="raise_on_sql")
    topic: Mapped[TrickyTopic | None] = relationship(lazy="raise_on_sql")
    issue: Mapped[AdditionalIssue | None] = relationship(lazy="raise_on_sql")
    notes: Mapped[list[ProgressNote]] = relationship(lazy="raise_on_sql", order_by="ProgressNote.id")

    __mapper_args__ = {"version_id_col": version}


class ProgressNote(Model):
    __tablename__ = "progress_note"

    id: Mapped[key]
    action_id: Mapped[int] = points_to("action.id")
    author_id: Mapped[int] = points_to(
        "person.id", personal=Personal("your notes on actions", words=("text",), facts=("at",))
    )
    text: Mapped[str]
    at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")


class ReminderKind(StrEnum):
    DUE_SOON = "due soon"
    OVERDUE = "overdue"


class Reminder(Model):
    """The owner was reminded of this due date: once each, however often the daily job runs."""

    __tablename__ = "action_reminder"
    __table_args__ = (UniqueConstraint("action_id", "due_on", "kind"),)

    id: Mapped[key]
    action_id: Mapped[int] = points_to("action.id", index=False)
    due_on: Mapped[date]
    kind: Mapped[ReminderKind]
    at: Mapped[datetime]
