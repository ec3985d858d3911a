"""Where a topic lies in the module: weeks, activity types or sites, assessments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, key, points_to
from app.core.personal_data import Personal
from app.core.text.words import weeks_in_words


class TopicMapping(Model):
    __tablename__ = "topic_mapping"

    id: Mapped[key]
    topic_id: Mapped[int] = points_to("tricky_topic.id", unique=True, index=False)
    #: Presentation weeks, both included. Week 1 is days 0 to 6.
    week_from: Mapped[int]
    week_to: Mapped[int]
    #: VLE activity types such as quiz, oucontent; empty means all.
    activity_types: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: Site numbers of the VLE; empty means all. A site must be among both where both are given.
    sites: Mapped[list[int]] = mapped_column(JSON, default=list)
    mapped_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "topics that you mapped to the module",
            facts=("week_from", "week_to", "activity_types", "sites", "mapped_at"),
        ),
    )
    mapped_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    assessments: Mapped[list[MappedAssessment]] = relationship(
        lazy="raise_on_sql", order_by="MappedAssessment.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def weeks_in_words(self) -> str:
        """Week 8, or weeks 8 to 10."""
        return weeks_in_words(self.week_from, self.week_to)

    @property
    def in_words(self) -> str:
        """The mapping in one line, for the history and for a conflict. Needs the assessments loaded."""
        parts = [self.weeks_in_words, ", ".join(self.activity_types) or "all activity types"]
        if self.sites:
            parts.append("sites " + ", ".join(str(site) for site in self.sites))
        if self.assessments:
            parts.append(", ".join(each.in_words for each in self.assessments))
        return "; ".join(parts)


class MappedAssessment(Model):
    """An assessment that tests the topic, with the label of the question where there is one."""

    __tablename__ = "mapped_assessment"
    __table_args__ = (UniqueConstraint("mapping_id", "assessment", "question"),)

    id: Mapped[key]
    mapping_id: Mapped[int] = points_to("topic_mapping.id", index=False)
    #: TMA03, CMA01, Exam.
    assessment: Mapped[str]
    #: "Q1", or empty for the whole assessment.
    question: Mapped[str] = mapped_column(default="")

    @property
    def in_words(self) -> str:
        return f"{self.assessment} {self.question}".strip()
