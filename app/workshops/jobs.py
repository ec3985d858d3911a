"""What runs beside the requests of a serving process: it notes every few seconds that the site answers."""

from __future__ import annotations

import logging
import threading
import time

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import db, reading_only
from app.web import transaction
from app.workshops.services import outages

log = logging.getLogger(__name__)


def keep_signs(app: Flask) -> None:
    """Begin, in a process that answers pages; gunicorn.conf.py calls this when the process is ready."""
    threading.Thread(target=_keep_on, args=(app,), name="signs of life", daemon=True).start()


def _keep_on(app: Flask) -> None:
    while True:
        try:
            with app.app_context():
                note_signs()
        except SQLAlchemyError:
            log.warning("no sign of life can be noted now; trying again", exc_info=True)
        time.sleep(outages.EVERY.total_seconds())


def note_signs() -> None:
    """Note that the site answers, if nobody has just done so; commits."""
    with reading_only():
        due = outages.is_due()
        db.session.rollback()
    if due:
        away = outages.note_that_the_site_answers()
        db.session.commit()
        if away:
            log.warning("the site was away for %s; clocks that ran have that time back", away)
            transaction.nudge()
