"""One intervention with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.core import audit
from app.core.actor import Actor
from app.core.audit import HistoryLine
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import allowed
from app.interventions.models import Intervention, InterventionTarget, Support
from app.interventions.policy import Permission, visible_interventions
from app.networks.models import LearningNetwork, Membership, Role

#: A target with what it points to, in three queries however many there are.
TARGETS = selectinload(Intervention.targets).options(
    joinedload(InterventionTarget.topic), joinedload(InterventionTarget.block), joinedload(InterventionTarget.issue)
)


@dataclass(frozen=True)
class Supporter:
    person_id: int
    name: str
    roles: tuple[str, ...]


def intervention(network: LearningNetwork, number: int, *, seen_by: Actor) -> Intervention:
    """The network's intervention of this number with people, presentations and targets; NotFound otherwise."""
    wanted = (
        select(Intervention)
        .where(Intervention.network_id == network.id, Intervention.number == number, visible_interventions(seen_by))
        .options(
            joinedload(Intervention.proposed_by),
            joinedload(Intervention.decided_by),
            joinedload(Intervention.outcome_by),
            joinedload(Intervention.predicted_for),
            joinedload(Intervention.deferred_to),
            joinedload(Intervention.live_in),
            joinedload(Intervention.before_in),
            joinedload(Intervention.follows),
            TARGETS,
        )
    )
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def supporters(intervention: Intervention, *, seen_by: Actor) -> list[Supporter]:
    """Who stands behind it, in the order they came, with their roles in the network."""
    rows = db.session.execute(
        select(Person.id, Person.name, Membership.role)
        .select_from(Support)
        .join(Person, Person.id == Support.person_id)
        .join(Intervention, Intervention.id == Support.intervention_id)
        .outerjoin(
            Membership,
            (Membership.person_id == Person.id)
            & (Membership.network_id == Intervention.network_id)
            & Membership.left_at.is_(None),
        )
        .where(Support.intervention_id == intervention.id, visible_interventions(seen_by))
        .order_by(Support.id, Membership.role)
    ).all()
    names = {person_id: name for person_id, name, _ in rows}
    return [
        Supporter(person_id, name, tuple(_words(role) for each, _, role in rows if each == person_id and role))
        for person_id, name in names.items()
    ]


def history(intervention: Intervention, *, seen_by: Actor) -> list[HistoryLine]:
    """What happened to it, newest first, from the append-only record; nothing for who may not read it."""
    return audit.history(intervention) if allowed(seen_by, Permission.READ, intervention) else []


def _words(role: Role) -> str:
    return "AL" if role is Role.AL else str(role.value)
