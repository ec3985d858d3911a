"""Reads of study planners, for members of the module's network."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.permissions import require
from app.networks.models import LearningNetwork, Presentation
from app.planner.models import PlannedAssignment, PlannerRow, StudyPlanner
from app.planner.policy import Permission


def planner(presentation_id: int, network: LearningNetwork, seen_by: Actor) -> StudyPlanner | None:
    """The planner of this presentation of the network's module with its rows and assignments; None where there is none."""
    require(seen_by, Permission.READ, network)
    wanted = (
        select(StudyPlanner)
        .join(Presentation, Presentation.id == StudyPlanner.presentation_id)
        .where(Presentation.id == presentation_id, Presentation.module_id == network.module_id)
        .options(selectinload(StudyPlanner.rows), selectinload(StudyPlanner.assignments))
    )
    return db.session.scalar(wanted)


def planned(network: LearningNetwork, seen_by: Actor) -> set[int]:
    """Which presentations of the network's module have a planner."""
    require(seen_by, Permission.READ, network)
    wanted = select(StudyPlanner.presentation_id).join(Presentation, Presentation.id == StudyPlanner.presentation_id)
    return set(db.session.scalars(wanted.where(Presentation.module_id == network.module_id)))


class StudiedNow(NamedTuple):
    """What students of the running presentation are at."""

    presentation: str
    week: int
    units: list[str]
    #: The next assignment with its cut-off, where one is still to come.
    next_code: str | None
    next_cut_off: date | None


def studied_now(network: LearningNetwork, seen_by: Actor) -> StudiedNow | None:
    """This week by the planner of the presentation that runs today; None where none runs or nothing is planned."""
    require(seen_by, Permission.READ, network)
    today = clock.today()
    running = (
        select(StudyPlanner.id, Presentation.code, Presentation.starts_on, Presentation.weeks)
        .join(Presentation, Presentation.id == StudyPlanner.presentation_id)
        .where(Presentation.module_id == network.module_id, Presentation.starts_on <= today)
        .order_by(Presentation.starts_on.desc())
        .limit(1)
    )
    row = rows_of(running).first()
    if row is None or today >= row.starts_on + timedelta(weeks=row.weeks):
        return None
    week = (today - row.starts_on).days // 7 + 1
    due = (PlannedAssignment.planner_id == row.id) & (PlannedAssignment.cut_off >= today)
    next_due = select(PlannedAssignment.code, PlannedAssignment.cut_off).where(due).order_by(PlannedAssignment.cut_off)
    first = rows_of(next_due.limit(1)).first()
    there = (PlannerRow.planner_id == row.id) & (PlannerRow.week_from <= week) & (PlannerRow.week_to >= week)
    units = rows_of(select(PlannerRow.block, PlannerRow.unit).where(there).order_by(PlannerRow.ix))
    named = [": ".join(part for part in unit if part) for unit in units]
    return StudiedNow(row.code, week, named, *(first or (None, None)))
