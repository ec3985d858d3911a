"""Work of the worker: letters in files, and what has been kept for long enough."""

from __future__ import annotations

import logging
from typing import Any

from flask import current_app

from app.core.personal.redaction import Redaction
from app.privacy.letter_files import forget_in_files
from app.privacy.periods import delete_what_is_old

log = logging.getLogger(__name__)


def forget_files(payload: dict[str, Any]) -> None:
    """Outbox handler: after an erasure. Its row, which still has the name, goes when it is done."""
    folder = current_app.extensions["settings"].data_dir / "mail"
    forget_in_files(folder, Redaction(payload["names"], payload["addresses"]))


def forget_what_is_old() -> None:
    """Each night: what has been kept for as long as the settings say goes."""
    for each in delete_what_is_old(current_app.extensions["settings"]):
        if each.many:
            log.info("%s: %s deleted", each.period.value, each.many)
