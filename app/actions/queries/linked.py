"""Actions as others' pages ask for them: of an intervention, of a topic, on the network's home."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, func, select

from app.accounts.models import Person
from app.actions.lifecycle import PRESSING, SETTLED
from app.actions.models import Action
from app.actions.policy import Permission
from app.actions.queries.register import about_topic
from app.core import clock
from app.core.actor import Actor
from app.core.db import rows_of
from app.core.permissions import require
from app.networks.former import role_for_name, shown_name
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, networks_where


class ActionLine(NamedTuple):
    """An action as a line of a short list within one network."""

    number: int
    title: str
    state: str
    due_on: date
    critical_reason: str | None
    owner_id: int
    owner: str


class NextDue(NamedTuple):
    """What the network's home shows: the next few, and how many are late or open in all."""

    actions: tuple[ActionLine, ...]
    overdue: int
    open: int


def of_intervention(intervention_id: int, most: int, *, seen_by: Actor) -> tuple[ActionLine, ...]:
    """What makes it happen, open before settled and soonest first, with owners."""
    return _of(_OF_INTERVENTION, intervention_id, most, seen_by)


def of_topic(topic_id: int, most: int, *, seen_by: Actor) -> tuple[ActionLine, ...]:
    """Tied to the topic itself, or to an intervention that is for it."""
    return _of(_OF_TOPIC, topic_id, most, seen_by)


def of_issue(issue_id: int, most: int, *, seen_by: Actor) -> tuple[ActionLine, ...]:
    return _of(_OF_ISSUE, issue_id, most, seen_by)


def next_due(network: LearningNetwork, most: int, *, seen_by: Actor) -> NextDue:
    """The next that fall due, overdue ones first since they are the soonest."""
    require(seen_by, Permission.READ, network)
    values = {"network": network.id, "today": clock.today(), "most": most}
    rows = rows_of(_NEXT, values).all()
    overdue, total = rows[0][-2:] if rows else (0, 0)
    return NextDue(tuple([_line(*row[:-2]) for row in rows]), overdue, total)


def _of(query: Select[*tuple[Any, ...]], source_id: int, most: int, seen_by: Actor) -> tuple[ActionLine, ...]:
    ids = networks_where(seen_by, Capability.READ)
    rows = rows_of(query, {"source": source_id, "networks": sorted(ids), "most": most}) if ids else ()
    return tuple(_line(*row) for row in rows)


def _line(*row: Any) -> ActionLine:
    """The line, with the role of an owner who left and asked that it stand for their name."""
    *known, owner, role = row
    return ActionLine._make((*known, shown_name(role, owner)))


_LINES = select(
    Action.number,
    Action.title,
    Action.state,
    Action.due_on,
    Action.critical_reason,
    Action.owner_id,
    Person.name,
    role_for_name(Action.owner_id, Action.network_id),
).join(Person, Person.id == Action.owner_id)
_NEXT = (
    _LINES.add_columns(func.count().filter(Action.due_on < bindparam("today")).over(), func.count().over())
    .where(Action.network_id == bindparam("network"), Action.state.in_(PRESSING))
    .order_by(Action.due_on, Action.id)
    .limit(bindparam("most"))
)


def _of_source(source: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """What visible_actions lets through of it, with the networks as values."""
    found = _LINES.where(source, Action.network_id.in_(bindparam("networks", expanding=True)))
    return found.order_by(Action.state.in_(SETTLED), Action.due_on, Action.id).limit(bindparam("most"))


_SOURCE: BindParameter[int] = bindparam("source")
_OF_INTERVENTION = _of_source(Action.intervention_id == _SOURCE)
_OF_TOPIC = _of_source(about_topic(_SOURCE))
_OF_ISSUE = _of_source(Action.issue_id == _SOURCE)
