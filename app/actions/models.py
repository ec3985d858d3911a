"""The action register: work with an owner and a date that makes an intervention or a reply happen."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to


class Action(Model):
    __tablename__ = "action"
    __table_args__ = (UniqueConstraint("network_id", "number"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    number: Mapped[int]
    #: "Action agreed": verb and object.
    title: Mapped[str]
    owner_id: Mapped[int] = points_to("person.id")
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
    created_by_id: Mapped[int] = points_to("person.id")
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = points_to("person.id")
    verified_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    owner: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[owner_id])
    verified_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[verified_by_id])
    notes: Mapped[list[ProgressNote]] = relationship(lazy="raise_on_sql", order_by="ProgressNote.id")

    __mapper_args__ = {"version_id_col": version}


class ProgressNote(Model):
    __tablename__ = "progress_note"

    id: Mapped[key]
    action_id: Mapped[int] = points_to("action.id")
    author_id: Mapped[int] = points_to("person.id")
    text: Mapped[str]
    at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
