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
    """What students of a presentation are at: of the one that runs, or else of the one that is nearest."""

    presentation: str
    first_day: date
    last_day: date
    #: None before the presentation has begun, and after its last week.
    week: int | None
    units: list[str]
    #: The next assignment with its cut-off, where one is still to come.
    next_code: str | None
    next_cut_off: date | None


def studied_now(network: LearningNetwork, seen_by: Actor) -> StudiedNow | None:
    """This week by the study planner; None where no presentation with a first day has one."""
    require(seen_by, Permission.READ, network)
    today = clock.today()
    every = rows_of(
        select(StudyPlanner.id, Presentation.code, Presentation.starts_on, Presentation.weeks)
        .join(Presentation, Presentation.id == StudyPlanner.presentation_id)
        .where(Presentation.module_id == network.module_id, Presentation.starts_on.is_not(None))
        .order_by(Presentation.starts_on)
    ).all()
    if not every:
        return None
    begun = [row for row in every if row.starts_on <= today]
    row = begun[-1] if begun else every[0]
    week = (today - row.starts_on).days // 7 + 1
    runs = 1 <= week <= row.weeks
    last_day = row.starts_on + timedelta(days=7 * row.weeks - 1)
    due, cut_off = _next_due(row.id, today)
    units = _units_in(row.id, week) if runs else []
    return StudiedNow(row.code, row.starts_on, last_day, week if runs else None, units, due, cut_off)


def _next_due(planner_id: int, today: date) -> tuple[str | None, date | None]:
    to_come = (PlannedAssignment.planner_id == planner_id) & (PlannedAssignment.cut_off >= today)
    query = select(PlannedAssignment.code, PlannedAssignment.cut_off).where(to_come)
    found = rows_of(query.order_by(PlannedAssignment.cut_off, PlannedAssignment.ix).limit(1)).first()
    return (found.code, found.cut_off) if found else (None, None)


def _units_in(planner_id: int, week: int) -> list[str]:
    there = (PlannerRow.planner_id == planner_id) & (PlannerRow.week_from <= week) & (PlannerRow.week_to >= week)
    query = select(PlannerRow.block, PlannerRow.unit).where(there).order_by(PlannerRow.ix)
    return [": ".join(part for part in unit if part) for unit in rows_of(query)]
