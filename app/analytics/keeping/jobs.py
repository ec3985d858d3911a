"""What the worker does about uploads: reads those that wait, and forgets those that nobody touches."""

from __future__ import annotations

import logging

from app.analytics import current_store
from app.analytics.keeping import uploads
from app.analytics.keeping.checking import check_waiting

log = logging.getLogger(__name__)


def check_uploads() -> None:
    """Check what waits. Once a minute too, so that nothing waits for long whatever got lost."""
    check_waiting(current_store.store().data_dir)


def forget_uploads() -> None:
    if forgotten := uploads.forget_old(current_store.store().data_dir):
        log.info("%s uploads that nobody touched for a day were thrown away", forgotten)
