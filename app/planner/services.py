"""Keeping a presentation's study planner: the whole of it at a time, as it was read."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import flag_modified

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.words import plural
from app.networks.models import LearningNetwork, Presentation
from app.planner.models import PlannedAssignment, PlannerRow, StudyPlanner
from app.planner.policy import Permission
from app.planner.table.reading import ReadPlanner


def keep_planner(
    actor: Actor,
    network: LearningNetwork,
    presentation: Presentation,
    read: ReadPlanner,
    seen_version: int | None = None,
) -> StudyPlanner:
    """Put this planner in the place of what stands for the presentation.

    NotFound for a presentation of another module; Invalid while the planner has faults; Conflict, with what stands now in
    words, if somebody else kept one since `seen_version`.
    """
    require(actor, Permission.KEEP, network)
    if presentation.module_id != network.module_id:
        raise NotFound
    if read.faults:
        raise Invalid(gettext("The planner was not kept."), {"text": read.faults})
    lock_row(presentation)
    planner = _present(presentation.id)
    before = _in_words(planner) if planner else ""
    if planner is None:
        planner = StudyPlanner(presentation_id=presentation.id, changed_at=clock.now(), rows=[], assignments=[])
        db.session.add(planner)
    else:
        expect_version(planner, seen_version, {"text": before})
        planner.rows, planner.assignments = [], []
        planner.changed_at = clock.now()
        # Rows lie in a table of their own; the planner's version must tell the next editor all the same.
        flag_modified(planner, "changed_at")
        db.session.flush()  # their places are free before the new rows take them
    _fill(planner, read)
    audit.record(
        actor, "keep the study planner", network, before=before, after=f"{presentation.code}: {_in_words(planner)}"
    )
    return planner


def _fill(planner: StudyPlanner, read: ReadPlanner) -> None:
    planner.rows = [
        PlannerRow(
            ix=ix,
            block=row.block,
            unit=row.unit,
            week_from=row.week_from,
            week_to=row.week_to,
            is_break=row.is_break,
            hours=row.hours,
        )
        for ix, row in enumerate(read.rows)
    ]
    planner.assignments = [
        PlannedAssignment(ix=ix, code=each.code, cut_off=each.cut_off, questions=list(each.questions))
        for ix, each in enumerate(read.assignments)
    ]


def _present(presentation_id: int) -> StudyPlanner | None:
    wanted = select(StudyPlanner).where(StudyPlanner.presentation_id == presentation_id)
    whole = wanted.options(selectinload(StudyPlanner.rows), selectinload(StudyPlanner.assignments))
    return db.session.scalar(whole)


def _in_words(planner: StudyPlanner) -> str:
    units, handed_in = plural(len(planner.rows), "row"), plural(len(planner.assignments), "assignment")
    return f"{units}, {handed_in}"
