"""What the worker does for search: bring one row up to date in the index, or all of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import current_app

from app.core.db import db
from app.core.transactions.engine import reading_only
from app.search.indexes.protocol import Index, IndexedText, Key
from app.search.sources import SOURCES

log = logging.getLogger(__name__)


def the_index() -> Index:
    """The index of the running application."""
    index: Index = current_app.extensions["search_index"]
    return index


def index_row(payload: dict[str, Any]) -> None:
    """Outbox handler: make the index say what the row says now. Safe to run twice, and in any order."""
    key = Key(str(payload["kind"]), int(payload["id"]))
    the_index().put(key, lambda: _read(key))


def rebuild() -> int:
    """Write everything anew, from nothing, beside the index that serves; then it takes its place."""
    with reading_only():
        written = the_index().rebuild(_read_all, _read)
        db.session.rollback()  # ends the reading transaction
    return written


def mend() -> None:
    """The worker, every minute: an index that cannot be read is written anew."""
    if the_index().fault():
        log.warning("the search index is damaged: writing it anew")
        log.warning("the search index is whole again, with %s documents", rebuild())


def _read(key: Key) -> IndexedText | None:
    # The transaction ends with the reading: SQLite's write lock must not be held while files are written.
    with reading_only():
        document = SOURCES[key.kind].document(key.id)
        db.session.rollback()
    return document


def _read_all() -> Iterator[IndexedText]:
    return chain.from_iterable(source.documents() for source in SOURCES.values())


def drift() -> tuple[set[Key], set[Key]]:
    """Rows that the index lacks, and documents of rows that cannot be found any more."""
    with reading_only():
        there = {Key(kind, row_id) for kind, source in SOURCES.items() for row_id in source.ids()}
        db.session.rollback()
    held = the_index().keys()
    return there - held, held - there


def drift_in_words() -> list[str]:
    """What `site check` says of the index: nothing, if it holds what the rows say."""
    if fault := the_index().fault():
        return [fault]
    missing, left_over = drift()
    if not missing and not left_over:
        return []
    return [f"{len(missing)} missing, {len(left_over)} left over; `flask --app wsgi search rebuild` mends it"]
