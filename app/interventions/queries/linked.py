"""Interventions as others' pages ask for them: of a topic, of an issue, on a chart, on the home page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.core.actor import Actor
from app.core.db import db
from app.interventions.lifecycle import HAS_BEEN_LIVE
from app.interventions.models import Intervention, InterventionTarget
from app.interventions.policy import TEAM, visible_interventions
from app.interventions.queries.one import TARGETS
from app.networks.models import LearningNetwork, Module, Presentation
from app.networks.policy import Capability, networks_where

#: Enough for a home page; the network's own page has them all.
MOST_ON_HOME = 20


class LiveMarker(NamedTuple):
    """Where a chart marks that an intervention went live."""

    title: str
    presentation_code: str
    live_on: date


class Placed(NamedTuple):
    """An intervention with the network it belongs to, for lists over networks."""

    intervention: Intervention
    slug: str
    code: str


def of_topic(topic_id: int, most: int | None = None, *, seen_by: Actor) -> list[Intervention]:
    """Those that name the topic or one of its stumbling blocks, the newest first, with proposer and live_in."""
    return _targeting(InterventionTarget.topic_id == topic_id, most, seen_by)


def of_issue(issue_id: int, most: int | None = None, *, seen_by: Actor) -> list[Intervention]:
    return _targeting(InterventionTarget.issue_id == issue_id, most, seen_by)


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


def waiting_for_decision(*, seen_by: Actor) -> list[Placed]:
    """For a chair: supported proposals, and outcomes that nothing follows from yet; the longest waiting first."""
    mine = networks_where(seen_by, Capability.DECIDE)
    return _placed(
        _with_network().where(Intervention.state.in_(("supported", "evaluated")), Intervention.network_id.in_(mine)),
        bool(mine),
    )


def waiting_to_go_live(*, seen_by: Actor) -> list[Placed]:
    """Ready ones, for the module team to record as live once they are in use."""
    mine = [network_id for network_id, roles in seen_by.roles.items() if roles & TEAM]
    return _placed(_with_network().where(Intervention.state == "ready", Intervention.network_id.in_(mine)), bool(mine))


def what_became_of_mine(*, seen_by: Actor) -> list[Placed]:
    """What the reader proposed and others have moved since, the latest first."""
    moved = (
        _with_network()
        .where(
            Intervention.proposed_by_id == seen_by.person_id,
            Intervention.state != "proposed",
            visible_interventions(seen_by),
        )
        .order_by(None)
        .order_by(Intervention.state_since.desc(), Intervention.id.desc())
    )
    return _placed(moved, seen_by.signed_in)


def _targeting(target: object, most: int | None, seen_by: Actor) -> list[Intervention]:
    ids = select(InterventionTarget.intervention_id).where(target)  # type: ignore[arg-type]
    found = (
        select(Intervention)
        .where(Intervention.id.in_(ids), visible_interventions(seen_by))
        .options(joinedload(Intervention.proposed_by), joinedload(Intervention.live_in), TARGETS)
    )
    return list(db.session.scalars(found.order_by(Intervention.number.desc()).limit(most)))


def _with_network() -> Select[Intervention, str, str]:
    return (
        select(Intervention, LearningNetwork.slug, Module.code)
        .join(LearningNetwork, LearningNetwork.id == Intervention.network_id)
        .join(Module, Module.id == LearningNetwork.module_id)
        .order_by(Intervention.state_since, Intervention.id)
        .limit(MOST_ON_HOME)
    )


def _placed(rows: Select[Intervention, str, str], ask: bool) -> list[Placed]:
    return [Placed(*row) for row in db.session.execute(rows)] if ask else []
