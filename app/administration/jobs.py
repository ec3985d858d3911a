"""Work of the worker: the day's backup."""

from __future__ import annotations

import logging

from flask import current_app

from app.administration.backup import schedule
from app.core.errors import DomainError

log = logging.getLogger(__name__)


def back_up_by_schedule() -> None:
    """Make a backup if one is due. What goes wrong is said by /readyz as soon as one is missing, and tried again."""
    try:
        if schedule.back_up_if_due(current_app.extensions["settings"]):
            log.info("a backup was made")
    except DomainError as fault:
        log.error("no backup was made: %s %s", fault.message, fault.help_text)  # noqa: TRY400 -- the sentence says it
