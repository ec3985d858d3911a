"""The pipeline: where each intervention of a network stands, in the same number of queries however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.db import db
from app.core.paging import Page, newest_first
from app.interventions.lifecycle import STAGES
from app.interventions.models import Intervention
from app.interventions.policy import visible_interventions
from app.interventions.queries.one import TARGETS
from app.networks.models import LearningNetwork

#: How many of each stage the overview shows; the stage's own page shows the rest.
SHOWN_PER_STAGE = 8
PAGE_SIZE = 30

_SHOWN = (joinedload(Intervention.proposed_by), joinedload(Intervention.live_in), TARGETS)


@dataclass(frozen=True)
class Stage:
    """One stage of the pipeline: how many stand there, and some or all of them."""

    key: str
    heading: str
    count: int
    interventions: Sequence[Intervention]


def pipeline(network: LearningNetwork, *, seen_by: Actor) -> list[Stage]:
    """Every stage with its count and those that moved last."""
    state_of = {state: key for key, _, states in STAGES for state in states}
    stage_key = case(state_of, value=Intervention.state)
    place = func.row_number().over(
        partition_by=stage_key, order_by=(Intervention.state_since.desc(), Intervention.id.desc())
    )
    here = (Intervention.network_id == network.id, visible_interventions(seen_by))
    ranked = select(Intervention.id, place.label("place")).where(*here).subquery()
    shown = (
        select(Intervention)
        .join(ranked, ranked.c.id == Intervention.id)
        .where(ranked.c.place <= SHOWN_PER_STAGE)
        .order_by(ranked.c.place)
        .options(*_SHOWN)
    )
    rows = db.session.scalars(shown).all()
    counts = _counts(network, seen_by)
    return [
        Stage(key, heading, counts[key], [row for row in rows if row.state in states])
        for key, heading, states in STAGES
    ]


def stage(
    network: LearningNetwork, key: str, after: str | None, *, seen_by: Actor
) -> tuple[list[Stage], Page[Intervention]]:
    """One stage page by page, and beside it all stages with their counts."""
    states = next(states for name, _, states in STAGES if name == key)
    query = (
        select(Intervention)
        .where(Intervention.network_id == network.id, Intervention.state.in_(states), visible_interventions(seen_by))
        .options(*_SHOWN)
    )
    page = newest_first(query, Intervention.state_since, Intervention.id, after, PAGE_SIZE)
    counts = _counts(network, seen_by)
    return [Stage(name, heading, counts[name], ()) for name, heading, _ in STAGES], page


def _counts(network: LearningNetwork, seen_by: Actor) -> dict[str, int]:
    counted = (
        select(Intervention.state, func.count())
        .where(Intervention.network_id == network.id, visible_interventions(seen_by))
        .group_by(Intervention.state)
    )
    by_state = {state: count for state, count in db.session.execute(counted)}  # noqa: C416 -- rows are no pairs to mypy
    return {key: sum(by_state.get(state, 0) for state in states) for key, _, states in STAGES}
