"""Who took part, as far as it is noted: a yes, without a time and without what was said."""

from __future__ import annotations

from sqlalchemy import update

from app.core.actor import Actor
from app.core.db import db
from app.workshops.models import WorkshopMember


def took_part(workshop_id: int, actor: Actor) -> None:
    """Note that this person wrote or seconded something: a yes without a time, for the response rate."""
    mine = (WorkshopMember.workshop_id == workshop_id, WorkshopMember.person_id == actor.person_id)
    first = update(WorkshopMember).where(*mine, WorkshopMember.contributed.is_(False)).values(contributed=True)
    db.session.execute(first.execution_options(synchronize_session=False))
