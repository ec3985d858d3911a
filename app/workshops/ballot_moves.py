"""The final ballot follows the workshop: it opens, is counted, or counts for nothing as the workshop's state says."""

from __future__ import annotations

from app.core.db import db
from app.workshops.events import WorkshopMoved
from app.workshops.models import Workshop
from app.workshops.services import balloting


def follow(event: WorkshopMoved) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    if event.after == "final_ballot":
        balloting.open_final(workshop)
    elif event.before == "final_ballot":
        balloting.void(workshop) if event.after == "cancelled" else balloting.close(workshop)
