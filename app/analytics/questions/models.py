"""Sets of sites that were asked about, who asked, and what was allowed beyond the budget."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Merging, Period, Personal


class AskedSites(Model):
    """A set of sites of one presentation. It is the same set in every version of a dataset."""

    __tablename__ = "asked_sites"
    __table_args__ = (
        UniqueConstraint("module", "presentation", "digest"),
        Index("ix_asked_sites_counted_at", "module", "presentation", "counted_at"),
    )

    id: Mapped[key]
    module: Mapped[str]
    presentation: Mapped[str]
    #: Of the sites' numbers in order.
    digest: Mapped[str]
    sites: Mapped[list[int]] = mapped_column(JSON)
    #: Since when it counts towards the budget; None while only those asked who hold the data anyway.
    counted_at: Mapped[datetime | None]


class FigureQuestion(Model):
    """That a person asked for figures of a set, in one way; asking again is counted."""

    __tablename__ = "figure_question"
    __table_args__ = (UniqueConstraint("asked_sites_id", "person_id", "through"),)

    id: Mapped[key]
    asked_sites_id: Mapped[int] = points_to("asked_sites.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "figures that you asked for",
            facts=("through", "first_at", "last_at", "times"),
            kept=Period.QUESTIONS,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("asked_sites_id", "through"),),
        ),
    )
    #: "topic 4", or "the API".
    through: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int]
    asked: Mapped[AskedSites] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class QuestionAllowance(Model):
    """More sets than the budget, allowed with a reason by whoever answers for the data."""

    __tablename__ = "question_allowance"

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    presentation: Mapped[str]
    more: Mapped[int]
    reason: Mapped[str]
    allowed_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "questions that you allowed beyond the budget", words=("reason",), facts=("presentation", "more", "at")
        ),
    )
    at: Mapped[datetime]
    allowed_by: Mapped[Person] = relationship(lazy="raise_on_sql")
