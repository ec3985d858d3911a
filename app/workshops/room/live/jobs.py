"""What runs beside the requests of a serving process: signs of life, of the site and of whoever facilitates."""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db
from app.core.transactions.engine import reading_only
from app.web import transaction
from app.workshops.room.live import sse
from app.workshops.room.live.facilitator_presence import note_facilitators, reconnecting
from app.workshops.room.live.hub import RoomHub
from app.workshops.room.services import site_outages

log = logging.getLogger(__name__)


def keep_signs(app: Flask) -> None:
    """Begin, in a process that is ready to answer pages or to hold streams; gunicorn's configurations call this."""
    threading.Thread(target=_keep_on, args=(app,), name="signs of life", daemon=True).start()


def _keep_on(app: Flask) -> None:
    missed: set[int] = set()
    streams = app.extensions["settings"].serves_streams
    while True:
        try:
            with app.app_context():
                note_presence()
                if streams:
                    missed = tell_rooms(missed)
                else:
                    note_signs()
        except SQLAlchemyError:
            log.warning("no sign of life can be noted now; trying again", exc_info=True)
        time.sleep(site_outages.EVERY.total_seconds())


def note_signs() -> None:
    """Note that the site answers, if nobody has just done so; commits."""
    with reading_only():
        due = site_outages.is_due()
        db.session.rollback()
    if due:
        away = site_outages.note_that_the_site_answers()
        db.session.commit()
        if away:
            log.warning("the site was away for %s; clocks that ran have that time back", away)
            transaction.nudge()


def note_presence() -> None:
    """Note the facilitators who are in their rooms through this process; commits."""
    seen = current_app.extensions["presence"].seen()
    if seen:
        note_facilitators(seen)
        db.session.commit()


def tell_rooms(missed: set[int]) -> set[int]:
    """Tell the rooms that are followed here that their facilitator is reconnecting, or is back; which are still missed.

    Rooms that miss somebody are told each time: somebody may have come in since.
    """
    rooms: RoomHub = current_app.extensions["rooms"]
    followed = rooms.followed()
    with reading_only():
        missing = reconnecting(followed) if followed else set()
        db.session.rollback()
    for room in missing | missed:
        rooms.tell(room, sse.presence(reconnecting=room in missing))
    return missing
