"""A network at a glance: its stage and the next critical date, for the reader's home and for its own front page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.actor import Actor
from app.core.db import rows_of
from app.core.permissions import require
from app.networks.models import CriticalDate, Cycle, LearningNetwork, Module, Presentation
from app.networks.policy import Capability, Permission, networks_where


class Glance(NamedTuple):
    """What is None is not there yet: no cycle, no presentation named, no date to come."""

    id: int
    slug: str
    code: str
    title: str
    cycle_number: int | None
    stage: str | None
    baseline: str | None
    target: str | None
    date_at: datetime | None
    date_title: str | None
    date_reason: str | None
    dates_to_come: int


def my_networks(seen_by: Actor) -> list[Glance]:
    """The reader's networks by module code, in one query however many there are."""
    return _glances(sorted(networks_where(seen_by, Capability.READ)))


def glance(of: LearningNetwork, seen_by: Actor) -> Glance:
    """The same of one network; NotFound for someone who does not read it."""
    require(seen_by, Permission.READ, of)
    return _glances([of.id])[0]


def _glances(ids: Sequence[int]) -> list[Glance]:
    rows: Any = rows_of(_GLANCES, {"ids": ids, "now": clock.now()}) if ids else ()
    return [Glance(*row) for row in rows]


_newest = select(func.max(Cycle.id)).where(Cycle.network_id == LearningNetwork.id).correlate(LearningNetwork)
_to_come = (
    select(CriticalDate.id)
    .where(CriticalDate.network_id == LearningNetwork.id, CriticalDate.at >= bindparam("now"))
    .correlate(LearningNetwork)
)
_soonest = _to_come.order_by(CriticalDate.at, CriticalDate.id).limit(1)
_how_many = _to_come.with_only_columns(func.count())
_baseline, _target = aliased(Presentation), aliased(Presentation)

_GLANCES = (
    select(
        LearningNetwork.id,
        LearningNetwork.slug,
        Module.code,
        Module.title,
        Cycle.number,
        Cycle.state,
        _baseline.code,
        _target.code,
        CriticalDate.at,
        CriticalDate.title,
        CriticalDate.reason,
        _how_many.scalar_subquery(),
    )
    .join(Module, Module.id == LearningNetwork.module_id)
    .outerjoin(Cycle, Cycle.id == _newest.scalar_subquery())
    .outerjoin(_baseline, _baseline.id == Cycle.baseline_id)
    .outerjoin(_target, _target.id == Cycle.target_id)
    .outerjoin(CriticalDate, CriticalDate.id == _soonest.scalar_subquery())
    .where(LearningNetwork.id.in_(bindparam("ids", expanding=True)))
    .order_by(Module.code)
)
