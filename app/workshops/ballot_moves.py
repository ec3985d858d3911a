"""What follows the workshop's state: the ballot opens, is counted or counts for nothing; the catch-up gets its end.

With the close each late card in no theme stands as a theme of its own, so that it has an outcome like all the others:
after a ballot there are none, but not every workshop holds one.
"""

from __future__ import annotations

from app.core.db import db
from app.workshops.events import WorkshopMoved
from app.workshops.models import Workshop
from app.workshops.services import balloting, rounds, running_out, tray


def follow(event: WorkshopMoved) -> None:
    workshop = db.session.get_one(Workshop, event.workshop_id)
    if event.after == "catch_up":
        running_out.owe_end_of_catch_up(workshop)
    if event.after == "final_ballot":
        balloting.open_final(workshop)
    elif event.after == "closed":
        tray.take_in(workshop, all_cards=not rounds.standing_themes(workshop.id))
    if event.before == "final_ballot":
        balloting.void(workshop) if event.after == "cancelled" else balloting.close(workshop)
