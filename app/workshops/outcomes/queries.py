"""What became of each theme, where that stands today, and which workshop a topic, issue or action came out of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.lifecycle import Lifecycle
from app.core.permissions import allowed, require
from app.interventions.lifecycle import INTERVENTION
from app.interventions.models import Intervention
from app.networks.models import LearningNetwork
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.workshops.board.queries.board import themes_standing
from app.workshops.board.queries.unfinished import without_outcome
from app.workshops.models import Outcome, Theme, Workshop
from app.workshops.policy import Permission, Seat
from app.workshops.queries import seat_of


@dataclass(frozen=True)
class OutcomeView:
    """What became of a theme. `noun` and `number` name the thing that was made; "no action" has none."""

    outcome: Outcome
    path: str = ""
    noun: str = ""
    number: int | None = None
    title: str = ""
    #: Where it stands today, and since when: it goes on after the workshop is over.
    standing: str = ""
    since: datetime | None = None


class Origin(NamedTuple):
    """The workshop and the theme that something came out of."""

    number: int
    title: str
    state: str
    theme: str


class _Kind(NamedTuple):
    """What an outcome can be: the column that points to it, its model, its states, and how it is addressed."""

    column: str
    model: type[TrickyTopic | AdditionalIssue | Intervention | Action]
    states: Lifecycle
    noun: str
    folder: str


_KINDS = (
    _Kind("topic_id", TrickyTopic, TOPIC, "Tricky Topic", "topics"),
    _Kind("issue_id", AdditionalIssue, ISSUE, "additional issue", "issues"),
    _Kind("intervention_id", Intervention, INTERVENTION, "intervention", "interventions"),
    _Kind("action_id", Action, ACTION, "action", "actions"),
)


def outcomes_of(
    network: LearningNetwork, workshop: Workshop, seen_by: Actor, *, seat: Seat | None = None
) -> dict[int, OutcomeView]:
    """What became of each theme that has an outcome, by the theme's id."""
    require(seen_by, Permission.READ_BOARD, seat or seat_of(workshop, seen_by))
    asked = select(Outcome).where(Outcome.workshop_id == workshop.id).options(joinedload(Outcome.owner))
    rows = db.session.scalars(asked).all()
    found = {row.theme_id: OutcomeView(row) for row in rows}
    for kind in _KINDS:
        found |= _of_kind(network, kind, rows)
    return found


def every_theme_has_an_outcome(workshop: Workshop, seen_by: Actor, *, seat: Seat) -> bool:
    """Whether there are themes, and each has its outcome; no for who may not read the board."""
    if not allowed(seen_by, Permission.READ_BOARD, seat):
        return False
    standing = themes_standing(workshop, seen_by=seen_by, seat=seat).themes
    return bool(standing) and not without_outcome(workshop, seen_by=seen_by, seat=seat)


def _of_kind(network: LearningNetwork, kind: _Kind, rows: Iterable[Outcome]) -> dict[int, OutcomeView]:
    here = [(row, getattr(row, kind.column)) for row in rows if getattr(row, kind.column)]
    if not here:
        return {}
    model = kind.model
    asked = select(model.id, model.number, model.title, model.state, model.state_since)
    made = {one.id: one for one in db.session.execute(asked.where(model.id.in_([row_id for _, row_id in here])))}
    return {
        row.theme_id: OutcomeView(
            row,
            path=f"/networks/{network.slug}/{kind.folder}/{made[row_id].number}",
            noun=kind.noun,
            number=made[row_id].number,
            title=made[row_id].title,
            standing=kind.states.label(made[row_id].state),
            since=made[row_id].state_since,
        )
        for row, row_id in here
    }


def origins(network: LearningNetwork, column: str, row_id: int, seen_by: Actor) -> list[Origin]:
    """The workshops that this row came out of, the first first; for whoever may read the network's workshops."""
    if not allowed(seen_by, Permission.READ, network):
        return []
    return [Origin(*row) for row in rows_of(_ORIGINS[column], {"network": network.id, "made": row_id})]


_ORIGINS = {
    kind.column: select(Workshop.number, Workshop.title, Workshop.state, Theme.title)
    .join(Outcome, Outcome.workshop_id == Workshop.id)
    .join(Theme, Theme.id == Outcome.theme_id)
    .where(Workshop.network_id == bindparam("network"), getattr(Outcome, kind.column) == bindparam("made"))
    .order_by(Workshop.number, Theme.id)
    for kind in _KINDS
}
