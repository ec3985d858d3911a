"""Whether everything that the site keeps fits together: `site check`. Reads only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Table, func, select, text

from app.analytics import current_store
from app.analytics.dataset import publishing
from app.core import clock, outbox
from app.core.db import db
from app.core.text.words import plural
from app.core.transactions.engine import reading_only
from app.forums.jobs import counts_that_are_off
from app.networks.models import Counter
from app.web.serving import consistency

#: The part that says of a site which stood still for an hour that it has work to catch up with.
OWED = "what is owed"
#: Work that is due for so long is not only waiting for its turn.
PATIENCE = timedelta(hours=1)
#: Faults of one part that are said; more say no more.
MOST = 20
#: What a network counts, and the table whose numbers those are.
NUMBERED = {
    "discussion": "discussion",
    "topic": "tricky_topic",
    "issue": "additional_issue",
    "intervention": "intervention",
    "action": "action",
    "reply": "loop_reply",
    "workshop": "workshop",
}


@dataclass(frozen=True)
class CheckedPart:
    name: str
    faults: list[str]


def check_site() -> list[CheckedPart]:
    """Each part of the site with what does not fit together in it, in words."""
    checks: dict[str, Callable[[], list[str]]] = {
        "the database": _database,
        "numbers and counts": _counts,
        OWED: _owed,
        "the store of the learning analytics": _store,
    }
    with reading_only():
        found = [CheckedPart(name, check()) for name, check in checks.items()]
        db.session.rollback()
    return found + [CheckedPart(name, said) for name, said in consistency.faults().items()]


def _database() -> list[str]:
    """SQLite is asked whether its file is whole and whether each row that is pointed to is there; PostgreSQL sees to
    both by itself.
    """
    if db.engine.dialect.name != "sqlite":
        return []
    whole = db.session.scalars(text(f"PRAGMA integrity_check({MOST})")).all()
    astray = db.session.execute(text("PRAGMA foreign_key_check")).all()
    found = [f"the file is damaged: {line}" for line in whole if line != "ok"]
    return found + [f"row {row[1]} of {row[0]} points to a row of {row[2]} that is not there" for row in astray[:MOST]]


def _counts() -> list[str]:
    tables = db.metadata.tables
    return [
        *counts_that_are_off()[:MOST],
        *(line for kind, name in NUMBERED.items() for line in _numbers(kind, tables[name])),
    ]


def _numbers(kind: str, table: Table) -> Iterator[str]:
    """A counter that is behind would give out a number for the second time."""
    highest = select(table.c.network_id, func.max(table.c.number).label("most")).group_by(table.c.network_id).subquery()
    counters = select(Counter.network_id, Counter.last).where(Counter.kind == kind).subquery()
    behind = select(highest.c.network_id, highest.c.most, func.coalesce(counters.c.last, 0))
    behind = behind.outerjoin(counters, counters.c.network_id == highest.c.network_id)
    for network_id, most, last in db.session.execute(behind.where(func.coalesce(counters.c.last, 0) < highest.c.most)):
        yield f"network {network_id} has a {kind} {most}, and counts them up to {last}"


def _owed() -> list[str]:
    late = outbox.overdue(clock.now() - PATIENCE)
    failed = sum(each.many for each in outbox.failed_kinds())
    found = []
    if late:
        found.append(f"{plural(late, 'piece')} of work overdue for more than an hour; see whether the worker runs")
    if failed:
        found.append(f"{plural(failed, 'piece')} of work failed; `flask --app wsgi jobs failed` lists them")
    return found


def _store() -> list[str]:
    store = current_store.store()
    found = store.faults()
    for info in store.datasets():
        folder = publishing.set_dir(store.data_dir, info.set_name)
        if manifest := publishing.read_manifest(folder, info.version):
            found += _missing(store.folder_of(info), manifest.files)
    return found


def _missing(folder: Path, files: dict[str, int]) -> Iterator[str]:
    for name, rows in files.items():
        if not (folder / name).is_file():
            yield f"{folder / name} is missing: import the dataset anew"
        elif (held := _rows(folder / name)) != rows:
            yield f"{folder / name} has {held} rows, of {rows} that were published: import the dataset anew"


def _rows(path: Path) -> int:
    name = str(path).replace("'", "''")
    return int(current_store.store().query(f"SELECT count(*) FROM read_parquet('{name}')")[0][0])  # noqa: S608
