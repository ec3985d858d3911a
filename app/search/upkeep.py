"""What can be found is kept with the rows: whatever a transaction changed is written into the index as it commits.

So what was acknowledged is found at once, and nothing can be lost between a commit and the index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any, cast

from flask import current_app
from sqlalchemy import Table, bindparam, delete, exists, insert, literal, select, text, tuple_, update
from sqlalchemy.orm import Session

from app.core.db import db
from app.search.indexes.language import READING
from app.search.indexes.protocol import Engine, IndexedText, Key
from app.search.kinds.sources import BATCH, SOURCES
from app.search.models import SearchEntry

_OWED = "search_owed"
_ENTRIES = cast("Table", SearchEntry.__table__)


def the_engine() -> Engine:
    """The words of the running application's database."""
    engine: Engine = current_app.extensions["search_engine"]
    return engine


def owe(kind: str, row_id: int) -> None:
    """This row changed: the index says so as well when the present transaction commits."""
    db.session().info.setdefault(_OWED, set()).add(Key(kind, row_id))


def pay(session: Session) -> None:
    """Before a commit: write what is owed. A savepoint is no commit yet."""
    if session.get_nested_transaction() is None and (owed := session.info.pop(_OWED, None)):
        session.flush()
        keys = sorted(owed)
        for begin in range(0, len(keys), BATCH):
            write(keys[begin : begin + BATCH])


def forgive(session: Session, ended: Any) -> None:
    """After a rollback nothing changed."""
    if ended.parent is None:
        session.info.pop(_OWED, None)


def write(keys: Collection[Key]) -> int:
    """Make the index say what these rows say now, in the present transaction; how many can be found."""
    known = _locked(keys)
    documents = dict(_documents(keys))
    gone = [entry_id for key, entry_id in known.items() if key not in documents]
    if gone:
        db.session.execute(delete(SearchEntry).where(SearchEntry.id.in_(gone)).execution_options(**_PLAINLY))
        the_engine().drop(gone)
    ids = known | _new_entries([(key, *of_key) for key, of_key in documents.items() if key not in known])
    _date({ids[key]: (document, at) for key, (document, at) in documents.items() if key in known})
    the_engine().store([(ids[key], document) for key, (document, _at) in documents.items()])
    return len(documents)


def write_owed(payload: dict[str, Any]) -> None:
    """Outbox handler, for what an earlier version owed."""
    write([Key(str(payload["kind"]), int(payload["id"]))])


_PLAINLY = {"synchronize_session": False}
#: In this order, whoever writes them: two who write the same rows wait for each other in turn.
_LOCK = text("SELECT pg_advisory_xact_lock(1935762017, hashtext(each)) FROM unnest(CAST(:each AS text[])) AS each")


def _locked(keys: Collection[Key]) -> dict[Key, int]:
    """The entries of these rows. They are locked before the rows are read, so whoever writes last read last."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(_LOCK, {"each": sorted(f"{kind}:{row_id}" for kind, row_id in keys)})
    found = select(SearchEntry.kind, SearchEntry.row_id, SearchEntry.id).where(
        tuple_(SearchEntry.kind, SearchEntry.row_id).in_(keys)
    )
    return {Key(kind, row_id): entry_id for kind, row_id, entry_id in db.session.execute(found.with_for_update())}


def _documents(keys: Collection[Key]) -> Iterator[tuple[Key, tuple[IndexedText, Any]]]:
    ids = defaultdict[str, list[int]](list)
    for kind, row_id in keys:
        ids[kind].append(row_id)
    for kind, of_kind in ids.items():
        for document, at in SOURCES[kind].documents(of_kind):
            yield document.key, (document, at)


def _new_entries(made: Iterable[tuple[Key, IndexedText, Any]]) -> dict[Key, int]:
    values = [
        {"kind": key.kind, "row_id": key.id, "network_id": document.network_id, "at": at, "reading": READING}
        for key, document, at in made
    ]
    if not values:
        return {}
    there = insert(SearchEntry).returning(SearchEntry.kind, SearchEntry.row_id, SearchEntry.id)
    return {Key(kind, row_id): entry_id for kind, row_id, entry_id in db.session.execute(there, values)}


_DATE = (
    update(_ENTRIES)
    .where(_ENTRIES.c.id == bindparam("entry"))
    .values(network_id=bindparam("network"), at=bindparam("written"), reading=READING)
)


def _date(entries: dict[int, tuple[IndexedText, Any]]) -> None:
    if entries:
        values = [{"entry": each, "network": it.network_id, "written": at} for each, (it, at) in entries.items()]
        db.session.connection().execute(_DATE, values)


def drift(most: int | None = None) -> tuple[set[Key], set[Key]]:
    """Rows that the index lacks or holds by an older reading, and entries of rows that cannot be found any more."""
    missing: set[Key] = set()
    left_over: set[Key] = set()
    for kind, source in SOURCES.items():
        entry = (SearchEntry.kind == kind, SearchEntry.row_id == source.model.id, SearchEntry.reading == READING)
        lacking = select(source.model.id).where(source.findable(), ~exists().where(*entry)).limit(most)
        missing |= {Key(kind, row_id) for row_id in db.session.scalars(lacking)}
        there = exists().where(source.model.id == SearchEntry.row_id, source.findable())
        over = select(SearchEntry.row_id).where(SearchEntry.kind == kind, ~there).limit(most)
        left_over |= {Key(kind, row_id) for row_id in db.session.scalars(over)}
    return missing | _without_words(most), left_over


def _without_words(most: int | None) -> set[Key]:
    """Entries whose words are not there: of a site that was brought over from the other kind of database."""
    engine = the_engine()
    words = select(literal(1)).where(engine.held_id == SearchEntry.id).correlate(_ENTRIES).exists()
    found = select(SearchEntry.kind, SearchEntry.row_id).where(~words).limit(most)
    return {Key(kind, row_id) for kind, row_id in db.session.execute(found)}


def drift_in_words() -> list[str]:
    """What `site check` says of the index: nothing, if it holds what the rows say."""
    missing, left_over = drift()
    if not missing and not left_over:
        return []
    return [f"{len(missing)} missing, {len(left_over)} left over; `flask --app wsgi search rebuild` mends it"]
