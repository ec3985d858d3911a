"""Writing to a workshop's log: one number after the other, without gaps, in the transaction of the change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core.db import db
from app.workshops.models import Workshop, WorkshopEvent

#: Somebody lost a seat or has another part: whoever follows the room comes back and shows again that they may.
SEATS_CHANGED = "seats.changed"


def record_event(workshop_id: int, kind: str, *, audience: str = "all", **payload: Any) -> int:
    """Tell the room. The number; the row lock of the workshop orders those who write at once.

    Call it last: other writers of this workshop wait from here to the commit. A payload holds ids and counts, never
    words, and nothing of who wrote an unattributed card.
    """
    db.session.flush()
    counted = update(Workshop).where(Workshop.id == workshop_id).values(seq=Workshop.seq + 1)
    numbered = counted.returning(Workshop.seq).execution_options(synchronize_session=False)
    seq = int(db.session.execute(numbered).scalar_one())
    db.session.add(WorkshopEvent(workshop_id=workshop_id, seq=seq, kind=kind, audience=audience, payload=payload))
    rooms_told(db.session()).add(workshop_id)
    return seq


def rooms_told(session: Session) -> set[int]:
    """The workshops whose log this transaction has written to: whoever follows them is told when it is committed."""
    rooms: set[int] = session.info.setdefault("rooms_told", set())
    return rooms
