"""Work of the worker: bytes that nobody uses any more."""

from __future__ import annotations

import logging
from typing import Any

from app.attachments.services.collecting import collect, forget_stored, remove_strays
from app.core.db import db

log = logging.getLogger(__name__)


def forget(payload: dict[str, Any]) -> None:
    """Outbox handler: take bytes out of the store that no row uses."""
    forget_stored(payload["file"])


def collect_what_waits() -> None:
    """Each hour: what has waited too long for its words; and once a day's worth of strays, which are few."""
    if gone := collect():
        log.info("%s pictures and files were never published and are gone", gone)
    db.session.commit()
    if strays := remove_strays():
        log.info("%s stray files are taken out of the store", strays)
