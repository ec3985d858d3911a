"""Whom single things of one kind wait for: what their pages, the register and the pipeline say beside the state."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from app.accounts.models import Person
from app.actions.models import Action
from app.core import clock
from app.core.actor import Actor
from app.core.db import rows_of
from app.interventions.models import Intervention
from app.networks.lifecycle import OVER
from app.networks.models import Cycle, LearningNetwork
from app.networks.policy import Capability, networks_where
from app.replies.models import LoopReply
from app.standing.queries.facts import ACTION, INTERVENTION, REPLY, due_next, is_here, owner, with_action
from app.standing.queries.standings import standings
from app.standing.rules.meeting import CycleFacts, WorkshopFacts, cycle_wait, workshop_wait
from app.standing.rules.work import (
    ActionFacts,
    InterventionFacts,
    ReplyFacts,
    action_wait,
    intervention_wait,
    reply_wait,
)
from app.standing.waits import Kind, Wait
from app.workshops.models import Workshop


def waits_of(kind: Kind, ids: Collection[int], *, seen_by: Actor) -> dict[int, Wait]:
    """Of those of this kind that the reader may see, what each waits for; what is over is left out."""
    networks = sorted(networks_where(seen_by, Capability.READ))
    if not ids or not networks:
        return {}
    if kind in {Kind.TOPIC, Kind.ISSUE}:
        found = standings(**{f"{kind}_ids": ids}, seen_by=seen_by).items()
        return {row_id: standing.wait for row_id, standing in found if standing.wait}
    values = {"ids": sorted(ids), "networks": networks}
    return {row_id: wait for row_id, wait in _EACH[kind](values) if wait}


def _interventions(values: dict[str, Any]) -> Iterator[tuple[int, Wait | None]]:
    query = _rows(Intervention, *INTERVENTION, *ACTION)
    query = query.outerjoin(Action, due_next(Action.intervention_id, Intervention))
    for row_id, *known in rows_of(query.outerjoin(owner, owner.id == Action.owner_id), values):
        yield row_id, intervention_wait(InterventionFacts(*with_action(known)))


def _actions(values: dict[str, Any]) -> Iterator[tuple[int, Wait | None]]:
    for row_id, *action in rows_of(_rows(Action, *ACTION, join=(owner, Action.owner_id)), values):
        yield row_id, action_wait(ActionFacts(*action))


def _replies(values: dict[str, Any]) -> Iterator[tuple[int, Wait | None]]:
    for row_id, *reply in rows_of(_rows(LoopReply, *REPLY, join=(Person, LoopReply.drafted_by_id)), values):
        yield row_id, reply_wait(ReplyFacts(*reply))


def _cycles(values: dict[str, Any]) -> Iterator[tuple[int, Wait | None]]:
    for row_id, *cycle in rows_of(_rows(Cycle, Cycle.state, Cycle.state_since), values):
        yield row_id, cycle_wait(CycleFacts(*cycle))


def _workshops(values: dict[str, Any]) -> Iterator[tuple[int, Wait | None]]:
    columns = (
        Workshop.state,
        Workshop.state_since,
        Workshop.facilitator_id,
        Person.name,
        is_here(Workshop.facilitator_id, Workshop.network_id).correlate(Workshop),
        Workshop.closes_at,
    )
    for row_id, *known, closes_at in rows_of(_rows(Workshop, *columns, join=(Person, Workshop.facilitator_id)), values):
        ends_on = clock.local(closes_at).date() if closes_at else None
        whole: tuple[Any, ...] = (*known, ends_on)
        yield row_id, workshop_wait(WorkshopFacts(*whole))


_EACH = {
    Kind.INTERVENTION: _interventions,
    Kind.ACTION: _actions,
    Kind.REPLY: _replies,
    Kind.CYCLE: _cycles,
    Kind.WORKSHOP: _workshops,
}


@cache
def _rows(model: Any, *columns: Any, join: tuple[Any, Any] | None = None) -> Select[*tuple[Any, ...]]:
    chosen = select(model.id, *columns).select_from(model)
    if join is not None:
        chosen = chosen.join(join[0], join[0].id == join[1])
    chosen = chosen.join(LearningNetwork, LearningNetwork.id == model.network_id).where(
        LearningNetwork.state.not_in(OVER)
    )
    return chosen.where(
        model.id.in_(bindparam("ids", expanding=True)), model.network_id.in_(bindparam("networks", expanding=True))
    )
