"""The register: one filter, its rows by due date, and how many each filter would show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, ColumnElement, Select, and_, case, func, or_, select, true
from sqlalchemy.orm import joinedload

from app.actions.lifecycle import PRESSING, SETTLED
from app.actions.models import Action, ProgressNote
from app.actions.policy import visible_actions
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.numbers import names_a_row
from app.core.paging import Page, page_of
from app.interventions.models import InterventionTarget
from app.networks.models import LearningNetwork

PAGE_SIZE = 50

#: The filters, each one click away: key and words. The first is what the page opens with.
SHOWS: Mapping[str, str] = {
    "open": "All open",
    "mine": "Mine",
    "overdue": "Overdue",
    "blocked": "Blocked",
    "unverified": "Unverified",
    "settled": "Verified or dropped",
}


@dataclass(frozen=True)
class Shown:
    """Which part of the register: a filter, and perhaps one source."""

    show: str = "open"
    topic_id: int | None = None
    intervention_id: int | None = None


@dataclass(frozen=True)
class Register:
    """A page of actions, the last note of each by action id, and the count behind each filter."""

    page: Page[Action]
    last_notes: Mapping[int, ProgressNote]
    counts: Mapping[str, int]


def register(network: LearningNetwork, shown: Shown, after: str | None, *, seen_by: Actor) -> Register:
    """One page, the reader's own first, then soonest due, in the same number of queries however long the register is."""
    here = _here(network, shown, seen_by)
    rows = _rows(here.where(_filters(seen_by)[shown.show]), after, PAGE_SIZE, seen_by)
    return Register(rows, _last_notes([row.id for row in rows.rows]), _counts(network, shown, seen_by))


def everything(
    network: LearningNetwork, shown: Shown, *, seen_by: Actor
) -> tuple[Sequence[Action], Mapping[int, ProgressNote]]:
    """All rows of a filter with their last notes, for the export."""
    wanted = _here(network, shown, seen_by).where(_filters(seen_by)[shown.show])
    rows = db.session.scalars(wanted.order_by(Action.due_on, Action.id)).all()
    # The notes ask for their actions by the same question, not by a list of ids: a register may be long.
    return rows, _last_notes(wanted.with_only_columns(Action.id))


def _here(network: LearningNetwork, shown: Shown, seen_by: Actor) -> Select[Action]:
    return (
        select(Action)
        .where(Action.network_id == network.id, visible_actions(seen_by), _source(shown))
        .options(
            joinedload(Action.owner),
            joinedload(Action.intervention),
            joinedload(Action.topic),
            joinedload(Action.issue),
        )
    )


def _source(shown: Shown) -> ColumnElement[bool]:
    if shown.intervention_id is not None:
        return Action.intervention_id == shown.intervention_id
    if shown.topic_id is not None:
        return about_topic(shown.topic_id)
    return true()


def about_topic(topic_id: int | BindParameter[int]) -> ColumnElement[bool]:
    """Tied to the topic itself, or to an intervention that is for it."""
    through = select(InterventionTarget.intervention_id).where(InterventionTarget.topic_id == topic_id)
    return or_(Action.topic_id == topic_id, Action.intervention_id.in_(through))


def _filters(seen_by: Actor) -> dict[str, ColumnElement[bool]]:
    unsettled = Action.state.not_in(SETTLED)
    return {
        "open": unsettled,
        "mine": and_(unsettled, Action.owner_id == (seen_by.person_id or 0)),
        "overdue": and_(Action.state.in_(PRESSING), Action.due_on < clock.today()),
        "blocked": Action.state == "blocked",
        "unverified": Action.state == "done",
        "settled": Action.state.in_(SETTLED),
    }


def _counts(network: LearningNetwork, shown: Shown, seen_by: Actor) -> dict[str, int]:
    filters = _filters(seen_by)
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in filters.values()]
    counted = select(*sums).where(Action.network_id == network.id, visible_actions(seen_by), _source(shown))
    return dict(zip(filters, (int(each) for each in db.session.execute(counted).one()), strict=True))


def _rows(query: Select[Action], after: str | None, size: int, seen_by: Actor) -> Page[Action]:
    """The reader's own, then the others', each by (due date, id); `after` is the id of the last row of the page before.

    In the database, since the reader's own may be on any page of a long register.
    """
    others = case((Action.owner_id == (seen_by.person_id or 0), 0), else_=1)
    if after and names_a_row(after):
        last = db.session.execute(select(others, Action.due_on).where(Action.id == int(after))).first()
        if last is not None:
            later = or_(Action.due_on > last.due_on, and_(Action.due_on == last.due_on, Action.id > int(after)))
            query = query.where(or_(others > last[0], and_(others == last[0], later)))
    rows = db.session.scalars(query.order_by(others, Action.due_on, Action.id).limit(size + 1)).all()
    return page_of(rows, size)


def _last_notes(action_ids: Sequence[int] | Select[tuple[int]]) -> dict[int, ProgressNote]:
    newest = select(func.max(ProgressNote.id)).where(ProgressNote.action_id.in_(action_ids))
    notes = select(ProgressNote).where(ProgressNote.id.in_(newest.group_by(ProgressNote.action_id)))
    return {note.action_id: note for note in db.session.scalars(notes)}
