"""Actions as others' pages ask for them: of an intervention, of a topic, on the network's home, on a person's home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from app.actions.lifecycle import PRESSING, SETTLED
from app.actions.models import Action
from app.actions.policy import visible_actions
from app.actions.queries.register import about_topic
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.networks.models import LearningNetwork, Module
from app.networks.policy import Capability, networks_where

#: How far ahead one's own actions are shown on the home page.
AHEAD = timedelta(days=14)
MOST_ON_HOME = 20


class Placed(NamedTuple):
    """An action with the network it belongs to, for lists over networks."""

    action: Action
    slug: str
    code: str


@dataclass(frozen=True)
class NextDue:
    """What the network's home shows: the next few, and how many are late or open in all."""

    actions: Sequence[Action]
    overdue: int
    open: int


def of_intervention(intervention_id: int, most: int | None = None, *, seen_by: Actor) -> list[Action]:
    """What makes it happen, open before settled and soonest first, with owners."""
    return _of(Action.intervention_id == intervention_id, most, seen_by)


def of_topic(topic_id: int, most: int | None = None, *, seen_by: Actor) -> list[Action]:
    """Tied to the topic itself, or to an intervention that is for it."""
    return _of(about_topic(topic_id), most, seen_by)


def of_issue(issue_id: int, most: int | None = None, *, seen_by: Actor) -> list[Action]:
    return _of(Action.issue_id == issue_id, most, seen_by)


def next_due(network: LearningNetwork, most: int, *, seen_by: Actor) -> NextDue:
    """The next that fall due, overdue ones first since they are the soonest."""
    pressing = (Action.network_id == network.id, Action.state.in_(PRESSING), visible_actions(seen_by))
    rows = select(Action).where(*pressing).options(joinedload(Action.owner))
    late = func.count().filter(Action.due_on < clock.today())
    overdue, total = db.session.execute(select(late, func.count()).select_from(Action).where(*pressing)).one()
    return NextDue(db.session.scalars(rows.order_by(Action.due_on, Action.id).limit(most)).all(), overdue, total)


def due_of_mine(*, seen_by: Actor) -> list[Placed]:
    """The reader's own that are overdue or due within a fortnight, in every network they belong to."""
    mine = _placed().where(
        Action.owner_id == seen_by.person_id,
        Action.state.in_(PRESSING),
        Action.due_on <= clock.today() + AHEAD,
        visible_actions(seen_by),
    )
    return _read(mine) if seen_by.signed_in else []


def waiting_for_verification(*, seen_by: Actor) -> list[Placed]:
    """Claimed done by others, where the reader verifies; the longest waiting first."""
    where = networks_where(seen_by, Capability.VERIFY)
    claimed = _placed().where(
        Action.state == "done", Action.network_id.in_(where), Action.owner_id != seen_by.person_id
    )
    return _read(claimed) if where else []


def _of(source: ColumnElement[bool], most: int | None, seen_by: Actor) -> list[Action]:
    found = select(Action).where(source, visible_actions(seen_by)).options(joinedload(Action.owner))
    return list(db.session.scalars(found.order_by(Action.state.in_(SETTLED), Action.due_on, Action.id).limit(most)))


def _placed() -> Select[Action, str, str]:
    return (
        select(Action, LearningNetwork.slug, Module.code)
        .join(LearningNetwork, LearningNetwork.id == Action.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .order_by(Action.due_on, Action.id)
        .limit(MOST_ON_HOME)
    )


def _read(rows: Select[Action, str, str]) -> list[Placed]:
    return [Placed(*row) for row in db.session.execute(rows)]
