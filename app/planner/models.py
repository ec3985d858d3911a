"""A presentation's study planner: its rows and its assignments."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, key, points_to


class StudyPlanner(Model):
    __tablename__ = "study_planner"

    id: Mapped[key]
    presentation_id: Mapped[int] = points_to("presentation.id", unique=True, index=False)
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    rows: Mapped[list[PlannerRow]] = relationship(
        lazy="raise_on_sql", order_by="PlannerRow.ix", cascade="all, delete-orphan"
    )
    assignments: Mapped[list[PlannedAssignment]] = relationship(
        lazy="raise_on_sql", order_by="PlannedAssignment.ix", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class PlannerRow(Model):
    """A unit, or a break, over some weeks."""

    __tablename__ = "study_planner_row"
    __table_args__ = (UniqueConstraint("planner_id", "ix"),)

    id: Mapped[key]
    planner_id: Mapped[int] = points_to("study_planner.id", index=False)
    #: Its place among the rows, from 0.
    ix: Mapped[int]
    block: Mapped[str]
    unit: Mapped[str]
    #: Presentation weeks, both included. Week 1 is days 0 to 6.
    week_from: Mapped[int]
    week_to: Mapped[int]
    is_break: Mapped[bool]
    #: Of the whole row, by PlannedActivity; what is not there is none.
    hours: Mapped[dict[str, float]] = mapped_column(JSON)


class PlannedAssignment(Model):
    __tablename__ = "planned_assignment"
    __table_args__ = (UniqueConstraint("planner_id", "code"),)

    id: Mapped[key]
    planner_id: Mapped[int] = points_to("study_planner.id", index=False)
    #: Its place among the assignments, from 0.
    ix: Mapped[int]
    #: As figures name it: TMA03, CMA01, Exam.
    code: Mapped[str]
    #: None where the table gave none, as for many an exam.
    cut_off: Mapped[date | None]
    questions: Mapped[list[str]] = mapped_column(JSON)
