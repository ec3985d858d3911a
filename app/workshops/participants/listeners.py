"""When somebody leaves the network, whoever follows a room in which they had a seat shows anew that they may; and nobody's
accounts become one while a workshop of theirs is under way.
"""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db
from app.core.language.spoken import gettext
from app.core.text.words import quoted
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


def under_way(_kept_id: int, other_id: int) -> list[str]:
    """Why accounts cannot be merged now: in a workshop that runs what is kept under a pseudonym would be left behind, and
    its owner could vote once more.
    """
    theirs = select(WorkshopMember.workshop_id).where(WorkshopMember.person_id == other_id)
    running = Workshop.state.in_(sorted(UNDER_WAY - {"scheduled"}))
    titles = db.session.scalars(select(Workshop.title).where(Workshop.id.in_(theirs), running).order_by(Workshop.id))
    return [
        gettext(
            "The workshop %(title)s, to which the other account is invited, is under way. Merge once it is closed.",
            title=quoted(title),
        )
        for title in titles
    ]
