"""Work on the whole index, beside people who write and search: a hundred rows at a time, each hundred in a transaction of
its own.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.search.indexes.protocol import Key
from app.search.kinds.sources import BATCH, SOURCES
from app.search.upkeep import drift, the_engine, write

log = logging.getLogger(__name__)


def rebuild() -> int:
    """Write everything anew, and take out what is left over; how much can be found. Commits. Meanwhile people go on
    searching, in the old words or the new, and whatever they write is found at once.
    """
    written = 0
    for kind, source in SOURCES.items():
        last = 0
        while ids := list(db.session.scalars(_ids_after(source.model, last))):
            written += write([Key(kind, row_id) for row_id in ids])
            db.session.commit()
            last = ids[-1]
    mend()
    return written


def _ids_after(model: Any, last: int) -> Any:
    return select(model.id).where(model.id > last).order_by(model.id).limit(BATCH)


def mend() -> int:
    """Write what is missing, read by an older rule, or left over; how much that was. Commits.

    Nothing is, but after an upgrade, or once a site was brought over from the other database.
    """
    mended = 0
    while owed := _astray(BATCH):
        write(owed)
        db.session.commit()
        mended += len(owed)
    if mended:
        log.warning("the search index was brought up to date: %s entries", mended)
    return mended


def _astray(most: int) -> list[Key]:
    missing, left_over = drift(most)
    return sorted(missing | left_over)[:most]


def tidy() -> None:
    """The worker, at night: what was taken out of the index is written over, a piece at a time."""
    more = the_engine().tidy(begin=True)
    db.session.commit()
    while more:
        more = the_engine().tidy(begin=False)
        db.session.commit()
