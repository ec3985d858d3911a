"""The pipeline: where each intervention of a network stands, in the same number of queries however many there are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, case, func, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.core.paging import Page, newest_first
from app.core.permissions import require
from app.interventions.lifecycle import STAGES
from app.interventions.models import Intervention
from app.interventions.policy import Permission
from app.interventions.queries._lines import LINES, InterventionLine, in_order, with_purposes
from app.networks.models import LearningNetwork

#: How many of each stage the overview shows; the stage's own page shows the rest.
SHOWN_PER_STAGE = 8
PAGE_SIZE = 30


@dataclass(frozen=True)
class Stage:
    """One stage of the pipeline: how many stand there, and some or all of them."""

    key: str
    heading: str
    count: int
    interventions: tuple[InterventionLine, ...]


def pipeline(network: LearningNetwork, most: int = SHOWN_PER_STAGE, *, seen_by: Actor) -> list[Stage]:
    """Every stage with its count and those that moved last, so many of each."""
    require(seen_by, Permission.READ, network)
    rows = rows_of(_LATEST, {"network": network.id, "most": most}).all()
    counts = {row[-2]: row[-1] for row in rows}
    lines = with_purposes([row[:-2] for row in rows])
    return [
        Stage(key, heading, counts.get(key, 0), tuple([line for line in lines if line.state in states]))
        for key, heading, states in STAGES
    ]


def counts(network: LearningNetwork, *, seen_by: Actor) -> list[Stage]:
    """Every stage with its count, and nothing of what stands in it."""
    require(seen_by, Permission.READ, network)
    found = dict(iter(rows_of(_COUNTS, {"network": network.id})))
    return [Stage(key, heading, found.get(key, 0), ()) for key, heading, _ in STAGES]


def stage(
    network: LearningNetwork, key: str, after: str | None, *, seen_by: Actor
) -> tuple[list[Stage], Page[InterventionLine]]:
    """One stage page by page, and beside it all stages with their counts."""
    stages = counts(network, seen_by=seen_by)
    states = next(states for name, _, states in STAGES if name == key)
    query = select(Intervention).where(Intervention.network_id == network.id, Intervention.state.in_(states))
    page = newest_first(query, Intervention.state_since, Intervention.id, after, PAGE_SIZE)
    return stages, Page(rows=in_order([row.id for row in page.rows]), next_after=page.next_after)


_stage_of = case({state: key for key, _, states in STAGES for state in states}, value=Intervention.state)
_COUNTS = select(_stage_of, func.count()).where(Intervention.network_id == bindparam("network")).group_by(_stage_of)
_ranked = (
    select(
        Intervention.id,
        _stage_of.label("stage"),
        func.row_number()
        .over(partition_by=_stage_of, order_by=(Intervention.state_since.desc(), Intervention.id.desc()))
        .label("place"),
        func.count().over(partition_by=_stage_of).label("count"),
    )
    .where(Intervention.network_id == bindparam("network"))
    .subquery()
)
_LATEST = (
    LINES.add_columns(_ranked.c.stage, _ranked.c["count"])
    .join(_ranked, _ranked.c.id == Intervention.id)
    .where(_ranked.c.place <= bindparam("most"))
    .order_by(_ranked.c.place)
)
