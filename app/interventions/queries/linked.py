"""Interventions as others' pages ask for them: of a topic, of an issue, on a chart, on the home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor
from app.core.db import db, rows_of
from app.interventions.lifecycle import HAS_BEEN_LIVE
from app.interventions.models import Intervention, InterventionTarget
from app.interventions.policy import visible_interventions
from app.interventions.queries._lines import LINES, InterventionLine
from app.networks.models import Presentation
from app.networks.policy import Capability, networks_where

#: Enough for a home page, and for the page of a topic or an issue; the network's own page has them all.
MOST = 20

Rows = Select[*tuple[Any, ...]]


class LiveMarker(NamedTuple):
    """Where a chart marks that an intervention went live."""

    title: str
    presentation_code: str
    live_on: date


def of_topic(topic_id: int, most: int = MOST, *, seen_by: Actor) -> list[InterventionLine]:
    """Those that name the topic or one of its stumbling blocks, the newest first; what else they are for is left out."""
    return _targeting(_OF_TOPIC, topic_id, most, seen_by)


def of_issue(issue_id: int, most: int = MOST, *, seen_by: Actor) -> list[InterventionLine]:
    return _targeting(_OF_ISSUE, issue_id, most, seen_by)


def live_markers(topic_ids: Sequence[int], *, seen_by: Actor) -> list[LiveMarker]:
    """For charts: what went live for these topics, in which presentation, on which day; the earliest first."""
    if not topic_ids:
        return []
    live = (
        select(Intervention.title, Presentation.code, Intervention.live_on, Intervention.id)
        .join(Presentation, Presentation.id == Intervention.live_in_id)
        .join(InterventionTarget, InterventionTarget.intervention_id == Intervention.id)
        .where(
            InterventionTarget.topic_id.in_(topic_ids),
            Intervention.live_on.is_not(None),
            visible_interventions(seen_by),
        )
        .distinct()
        .order_by(Intervention.live_on, Intervention.id)
    )
    return [LiveMarker(title, code, day) for title, code, day, _ in db.session.execute(live) if day]


def live_beside(intervention: Intervention, *, seen_by: Actor) -> list[Intervention]:
    """Every other intervention in use in the same presentation: any of them may explain what is seen."""
    if intervention.live_in_id is None:
        return []
    others = select(Intervention).where(
        Intervention.network_id == intervention.network_id,
        Intervention.live_in_id == intervention.live_in_id,
        Intervention.id != intervention.id,
        Intervention.state.in_(HAS_BEEN_LIVE),
        visible_interventions(seen_by),
    )
    return list(db.session.scalars(others.order_by(Intervention.number)))


def _targeting(query: Rows, subject_id: int, most: int, seen_by: Actor) -> list[InterventionLine]:
    networks = sorted(networks_where(seen_by, Capability.READ))
    rows = rows_of(query, {"subject": subject_id, "networks": networks, "most": most}) if networks else ()
    return [InterventionLine(*row) for row in rows]


_IN_NETWORKS = Intervention.network_id.in_(bindparam("networks", expanding=True))


def _for(subject: InstrumentedAttribute[int | None]) -> Rows:
    targeting = select(InterventionTarget.intervention_id).where(subject == bindparam("subject"))
    found = LINES.where(Intervention.id.in_(targeting), _IN_NETWORKS)
    return found.order_by(Intervention.number.desc()).limit(bindparam("most"))


_OF_TOPIC, _OF_ISSUE = _for(InterventionTarget.topic_id), _for(InterventionTarget.issue_id)
