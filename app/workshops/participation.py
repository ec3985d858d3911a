"""Who took part, as far as it is noted: a yes, without a time and without what was said."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from app.core.actor import Actor
from app.core.db import db
from app.workshops.models import Anonymity, Workshop, WorkshopMember


def took_part(workshop: Workshop, actor: Actor) -> None:
    """Note that this person wrote or seconded something: a yes without a time, for the response rate."""
    here, own = WorkshopMember.workshop_id == workshop.id, WorkshopMember.person_id == actor.person_id
    mine = select(WorkshopMember.id).where(here, own, WorkshopMember.contributed.is_(False)).with_for_update()
    first = list(db.session.scalars(mine))
    if first and workshop.anonymity is Anonymity.UNATTRIBUTED:
        # PostgreSQL notes in each row which transaction wrote it, and lays the row behind those before: a card and one
        # single yes with the same number would say whose card it is. So all rows are written, in one statement. Those
        # that somebody else is changing this moment are left out, so that nobody waits in a ring.
        free = select(WorkshopMember.id).where(here).order_by(WorkshopMember.id)
        first += db.session.scalars(free.with_for_update(skip_locked=True))
    if first:
        yes = update(WorkshopMember).where(WorkshopMember.id.in_(first))
        yes = yes.values(contributed=or_(WorkshopMember.contributed, own))
        db.session.execute(yes.execution_options(synchronize_session=False))
