"""What runs by the clock: the day's backup in the worker, and the look after the site in each serving process."""

from __future__ import annotations

import logging
import threading

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.administration import watching
from app.administration.backup import schedule
from app.core.db import db
from app.core.errors import DomainError
from app.web.serving import health

log = logging.getLogger(__name__)


def back_up_by_schedule() -> None:
    """Make a backup if one is due. What goes wrong is said by /readyz as soon as one is missing, and tried again."""
    try:
        if schedule.back_up_if_due(current_app.extensions["settings"]):
            log.info("a backup was made")
    except DomainError as fault:
        log.error("no backup was made: %s %s", fault.message, fault.help_text)  # noqa: TRY400 -- the sentence says it


def keep_watch(app: Flask, until: threading.Event | None = None) -> threading.Thread:
    """Look after the site from now on, beside what this process serves; gunicorn's configurations call this.

    The thread ends after the look during which `until` is set; without it, with the process.
    """
    thread = threading.Thread(target=_keep_on, args=(app, until or threading.Event()), name="watch", daemon=True)
    thread.start()
    return thread


def _keep_on(app: Flask, until: threading.Event) -> None:
    # It waits before the first look, so that whoever starts beside this process has the time to.
    while not until.wait(watching.EVERY.total_seconds()):
        with app.app_context():
            try:
                look_after_the_site()
            except SQLAlchemyError:
                log.warning("nobody could look after the site now; trying again", exc_info=True)
            except Exception:
                log.exception("looking after the site failed")


def look_after_the_site() -> None:
    """Notice what is not in order and what is again, and write to the administrators, if it is this process's turn; commits.

    No transaction is open while the parts are looked at and letters are sent.
    """
    mine = watching.take_turn()
    db.session.commit()
    if not mine:
        return
    faults = health.faults()
    db.session.rollback()
    watching.note(faults)
    due = watching.letters_due()
    addresses = watching.administrators()
    db.session.commit()
    for letter in due:
        if watching.send(letter, addresses):
            watching.told(letter)
            db.session.commit()
        else:
            log.warning("a letter to the administrators could not go out")
    if due:
        watching.look_again_in_a_minute()
        db.session.commit()
