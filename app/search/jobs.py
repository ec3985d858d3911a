"""Work on the whole index, beside people who write and search: a hundred rows at a time, each hundred in a transaction of
its own.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import func, select, tuple_

from app.core.db import db
from app.core.events import announce
from app.networks.queries import actor_of
from app.search import queries
from app.search.events import SavedSearchAnswered
from app.search.indexes.protocol import Key
from app.search.kinds.sources import BATCH, SOURCES
from app.search.models import SavedSearch, SearchEntry
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


def tell_of_new_answers() -> None:
    """The worker, every five minutes: whoever asked to be told hears once of all that is new to a saved search."""
    latest = db.session.scalar(select(func.max(SearchEntry.id))) or 0
    behind = select(SavedSearch).where(SavedSearch.tells, SavedSearch.told_to < latest).order_by(SavedSearch.id)
    for saved in list(db.session.scalars(behind)):
        reader = actor_of(saved.person_id)
        found = queries.new_to(the_engine(), saved, saved.told_to, seen_by=reader) if reader is not None else set()
        for network_id in _networks(found):
            announce(
                SavedSearchAnswered(
                    network_id=network_id,
                    actor_id=None,
                    saved_search_id=saved.id,
                    person_id=saved.person_id,
                    since=saved.told_to,
                )
            )
        saved.told_to = latest
        db.session.commit()


def _networks(found: set[Key]) -> list[int]:
    those = tuple_(SearchEntry.kind, SearchEntry.row_id).in_(found)
    return sorted(db.session.scalars(select(SearchEntry.network_id).where(those).distinct())) if found else []
