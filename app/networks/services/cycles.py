"""Cycles: opened with a baseline and a target presentation, then moved stage by stage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.language.spoken import gettext
from app.core.lifecycle import take_step
from app.core.permissions import require
from app.networks.lifecycle import CYCLE
from app.networks.models import Cycle, LearningNetwork, Presentation
from app.networks.policy import Permission
from app.networks.services.setting_up import move_network

#: What stands in the way of closing, in words. The page fills it from the slot networks.cycle.hindrances.
Hindrances = Callable[[Cycle], list[str]]


def open_cycle(
    actor: Actor,
    network: LearningNetwork,
    *,
    baseline_id: int,
    target_id: int,
    concern: str = "",
    at: datetime | None = None,
) -> Cycle:
    """Begin the next cycle, from one presentation of the module to a later one. One cycle at a time.

    Refused while another is open, and where the network has not begun or is over. Invalid if the presentations
    are not of this module, or not in this order.
    """
    require(actor, Permission.STEER, network)
    lock_row(network)
    if network.state not in {"begun", "active", "dormant"}:
        raise Refused(
            gettext("The network is “%(state)s”, so no cycle can begin.", state=network.state),
            gettext("Begin the network on the set-up page."),
        )
    newest = _newest(network.id)
    if newest is not None and newest.closed_at is None:
        raise Refused(
            gettext("Cycle %(number)s is still open.", number=newest.number),
            gettext("Close it first; what is parked is carried forward."),
        )
    _require_order(network.module_id, baseline_id, target_id)
    begun = at or clock.now()
    cycle = Cycle(
        network_id=network.id,
        number=newest.number + 1 if newest else 1,
        baseline_id=baseline_id,
        target_id=target_id,
        concern=concern,
        state=CYCLE.initial,
        state_since=begun,
        opened_at=begun,
    )
    db.session.add(cycle)
    db.session.flush()  # the audit and the event name the cycle by its id
    audit.record(actor, "open a cycle", cycle, after=cycle.state)
    return cycle


def begin_network(
    actor: Actor, network: LearningNetwork, *, baseline_id: int, target_id: int, concern: str = ""
) -> Cycle:
    """Begin a network in draft and open its first cycle, or neither.

    Refused while something that it needs for that is missing; else as `open_cycle`.
    """
    move_network(actor, network, "begin")
    return open_cycle(actor, network, baseline_id=baseline_id, target_id=target_id, concern=concern)


def move_cycle(
    actor: Actor, cycle: Cycle, verb: str, reason: str = "", *, hindrances: Hindrances | None = None
) -> None:
    """Move the newest cycle on by a stage, or back by one with a reason.

    Closing is refused, each hindrance named, while `hindrances(cycle)` finds any: a critical topic
    without a published reply, for one.
    """
    require(actor, Permission.STEER, cycle)
    lock_row(cycle)
    move = CYCLE.move(cycle.state, verb, reason)
    newest = _newest(cycle.network_id)
    if newest is not None and newest.id != cycle.id:
        raise Refused(gettext("Cycle %(number)s has begun since, so this one stays as it is.", number=newest.number))
    if move.target == "closed" and hindrances is not None and (found := hindrances(cycle)):
        raise Refused(gettext("The cycle cannot close yet. ") + " ".join(found))
    closed_at = clock.now() if move.target == "closed" else None
    take_step(actor, cycle, CYCLE, verb, reason, closed_at=closed_at)


def _newest(network_id: int) -> Cycle | None:
    number = select(func.max(Cycle.number)).where(Cycle.network_id == network_id).scalar_subquery()
    return db.session.scalar(select(Cycle).where(Cycle.network_id == network_id, Cycle.number == number))


def _require_order(module_id: int, baseline_id: int, target_id: int) -> None:
    query = select(Presentation).where(Presentation.module_id == module_id)
    known = {each.id: each for each in db.session.scalars(query)}
    fault = gettext("Please choose a presentation of this module.")
    if faults := {
        field: [fault] for field, chosen in (("baseline", baseline_id), ("target", target_id)) if chosen not in known
    }:
        raise Invalid(gettext("The cycle was not opened."), faults)
    baseline, target = known[baseline_id], known[target_id]
    in_order = (
        baseline.starts_on < target.starts_on
        if baseline.starts_on and target.starts_on
        else baseline.code < target.code
    )
    if not in_order:
        raise Invalid(
            gettext("The cycle was not opened."),
            {"target": [gettext("The target presentation starts after the baseline.")]},
        )
