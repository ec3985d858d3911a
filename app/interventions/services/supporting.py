"""Standing behind a proposal, openly. The count is exact whatever two people do at the same moment."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Table, delete, select, update

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import changed_rows, db, insert_once
from app.core.events import announce
from app.core.permissions import require
from app.interventions.events import InterventionMoved
from app.interventions.lifecycle import is_supported
from app.interventions.models import Intervention, Support
from app.interventions.policy import TEAM, Permission
from app.networks.models import Membership, Role


def support(actor: Actor, intervention: Intervention) -> None:
    """Stand behind it; doing so twice changes nothing. Enough support of both sides makes it "supported"."""
    _lock(intervention)
    require(actor, Permission.SUPPORT, intervention)
    values = {"intervention_id": intervention.id, "person_id": actor.person_id, "at": clock.now()}
    if insert_once(Support, values):
        _recount(actor, intervention)


def withdraw_support(actor: Actor, intervention: Intervention) -> None:
    """Take one's support back; without any it changes nothing."""
    _lock(intervention)
    require(actor, Permission.SUPPORT, intervention)
    mine = delete(Support).where(Support.intervention_id == intervention.id, Support.person_id == actor.person_id)
    if changed_rows(mine.execution_options(synchronize_session=False)):
        _recount(actor, intervention)


def count_support_anew(actor: Actor, person_id: int) -> None:
    """Two accounts have become one, which is this person's: of two who supported one is left."""
    theirs = select(Support.intervention_id).where(Support.person_id == person_id)
    undecided = Intervention.state.in_(("proposed", "supported"))
    for each in db.session.scalars(select(Intervention).where(Intervention.id.in_(theirs), undecided)).all():
        _lock(each)
        _recount(actor, each)


def _lock(intervention: Intervention) -> None:
    # Supporters queue at the proposal's row, so that each counts what the one before has written.
    db.session.flush()
    lock_row(intervention)


def _recount(actor: Actor, intervention: Intervention) -> None:
    roles = (
        select(Support.person_id, Membership.role)
        .outerjoin(
            Membership,
            (Membership.person_id == Support.person_id)
            & (Membership.network_id == intervention.network_id)
            & Membership.left_at.is_(None),
        )
        .where(Support.intervention_id == intervention.id)
    )
    rows = db.session.execute(roles).all()
    people = {person_id for person_id, _ in rows}
    als = {person_id for person_id, role in rows if role == Role.AL}
    team = {person_id for person_id, role in rows if role in TEAM}
    before = intervention.state
    after = "supported" if is_supported(len(people), len(als), len(team)) else "proposed"
    # Not through the mapped object: support is no new version of the text, and must not trip its editors.
    table = cast("Table", Intervention.__table__)
    changed: dict[str, Any] = {"support_count": len(people)}
    if after != before:
        changed |= {"state": after, "state_since": clock.now()}
    db.session.execute(update(table).where(table.c.id == intervention.id).values(**changed))
    db.session.refresh(intervention, ["state", "state_since", "support_count"])
    if after != before:
        verb = "gain_support" if after == "supported" else "lose_support"
        audit.record(actor, verb, intervention, before=before, after=after)
        announce(
            InterventionMoved(
                network_id=intervention.network_id,
                actor_id=actor.person_id,
                intervention_id=intervention.id,
                before=before,
                after=after,
            )
        )
