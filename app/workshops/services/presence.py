"""Noting that whoever holds a meeting's lease is in its room."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, update

from app.core import clock
from app.core.db import changed_rows, db, insert_once
from app.workshops.models import FacilitatorSign, Workshop
from app.workshops.presence import Pair


def note_facilitators(seen: Collection[Pair]) -> None:
    """Note those of them who hold the lease of a live room; nothing is kept of anybody else."""
    rooms = select(Workshop.id, Workshop.facilitator_id).where(
        Workshop.state == "live", Workshop.id.in_({room for room, _ in seen})
    )
    holding = {(room, person) for room, person in db.session.execute(rooms)}
    for room, person in sorted(holding & set(seen)):
        values = {"person_id": person, "at": clock.now()}
        kept = update(FacilitatorSign).where(FacilitatorSign.workshop_id == room).values(**values)
        if not changed_rows(kept):
            insert_once(FacilitatorSign, {"workshop_id": room, **values})
