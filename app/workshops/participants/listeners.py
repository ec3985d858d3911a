"""When somebody leaves the network: whoever follows a room in which they had a seat shows anew that they may."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db
from app.networks.events import MemberLeft
from app.workshops.event_log import SEATS_CHANGED, record_event
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.models import Workshop, WorkshopMember


def member_left(event: MemberLeft) -> None:
    """Whoever left the network follows none of its rooms any more."""
    theirs = select(Workshop.id).join(WorkshopMember, WorkshopMember.workshop_id == Workshop.id)
    open_ones = theirs.where(
        Workshop.network_id == event.network_id,
        Workshop.state.in_(sorted(UNDER_WAY)),
        WorkshopMember.person_id == event.person_id,
    )
    for workshop_id in db.session.scalars(open_ones.order_by(Workshop.id)).all():
        record_event(workshop_id, SEATS_CHANGED)
