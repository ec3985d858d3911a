"""Whether whoever holds the lease has lost their connection."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import select

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.workshops.models import FacilitatorSign, Workshop
from app.workshops.policy import Permission

#: A facilitator without a sign for so long is reconnecting: twenty seconds, and the five between two notes.
AWAY_AFTER = timedelta(seconds=25)


def is_reconnecting(workshop: Workshop, seen_by: Actor) -> bool:
    """True once a facilitator whose browser was in the room has been gone for a while.

    Somebody who never followed it (whose browser runs no script) is not missed.
    """
    require(seen_by, Permission.READ, workshop)
    return workshop.state == "live" and bool(reconnecting([workshop.id]))


def reconnecting(rooms: Collection[int]) -> set[int]:
    """Those of these live rooms whose facilitator is reconnecting. Says nothing else of them."""
    found = (
        select(Workshop.id)
        .join(FacilitatorSign, FacilitatorSign.workshop_id == Workshop.id)
        .where(
            Workshop.id.in_(rooms),
            Workshop.state == "live",
            FacilitatorSign.person_id == Workshop.facilitator_id,
            FacilitatorSign.at < clock.now() - AWAY_AFTER,
        )
    )
    return set(db.session.scalars(found))
