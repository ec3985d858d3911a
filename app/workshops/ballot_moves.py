"""What follows the workshop's state: the ballot opens, is counted or counts for nothing; the catch-up gets its end."""

from __future__ import annotations

from app.core.db import db
from app.workshops.events import WorkshopMoved
from app.workshops.models import Workshop
from app.workshops.services import balloting, running_out


def follow(event: WorkshopMoved) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    if event.after == "catch_up":
        running_out.owe_end_of_catch_up(workshop)
    if event.after == "final_ballot":
        balloting.open_final(workshop)
    elif event.before == "final_ballot":
        balloting.void(workshop) if event.after == "cancelled" else balloting.close(workshop)
