"""One workshop, and the reader's part in it."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.workshops.models import Part, Workshop, WorkshopMember
from app.workshops.policy import Seat

_AT_ADDRESS = (
    select(Workshop)
    .where(Workshop.network_id == bindparam("network"), Workshop.number == bindparam("number"))
    .options(joinedload(Workshop.facilitator), selectinload(Workshop.phases))
)
_PART = select(WorkshopMember.part).where(
    WorkshopMember.workshop_id == bindparam("workshop"), WorkshopMember.person_id == bindparam("person")
)


def workshop(network: LearningNetwork, number: int, seen_by: Actor) -> Workshop:
    """The workshop at this address with its facilitator and phases, for members of the network; else NotFound."""
    found = None
    if holds(seen_by, Capability.READ, network.id):
        found = db.session.scalar(_AT_ADDRESS, {"network": network.id, "number": number})
    if found is None:
        raise NotFound
    return found


def part_of(workshop_id: int, seen_by: Actor) -> Part | None:
    """What the reader does in it; None if they are not invited."""
    return db.session.scalar(_PART, {"workshop": workshop_id, "person": seen_by.person_id})


def seat_of(found: Workshop, seen_by: Actor) -> Seat:
    """The subject of the permission table for this reader and workshop."""
    return Seat(
        network_id=found.network_id,
        state=found.state,
        part=part_of(found.id, seen_by),
        holds_lease=seen_by.signed_in and found.facilitator_id == seen_by.person_id,
    )
