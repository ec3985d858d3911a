"""What is owed after a write: a row in the same transaction, done by the worker, at least once.

The row is claimed with a lease and a commit, then its handler runs, then "done" is committed
together with whatever rows the handler wrote: rows are exactly once, effects outside the database
at least once (a mail carries a fixed Message-ID for that reason). No transaction is open while a
handler talks to the outside world unless it opened one itself.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, Index, String, bindparam, case, cast, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

import log_lines
from app.core import clock
from app.core.db import (
    Model,
    UtcDateTime,
    changed_rows,
    db,
    insert_all_once,
    insert_once,
    key,
    rows_of,
    says_of_a_person,
)
from app.core.personal_data import Erasure, Period, Personal

log = log_lines.logger(__name__)

#: How long work waits when whoever was doing it has been killed. No handler takes nearly as long.
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 12


class OutboxItem(Model):
    __tablename__ = "outbox_item"
    __table_args__ = (Index("ix_outbox_item_owed", "done_at", "due_at"),)

    id: Mapped[key]
    #: Names the handler.
    kind: Mapped[str]
    #: Two rows with the same key would be the same work; the second is never written.
    once_key: Mapped[str | None] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]] = says_of_a_person(
        Personal(
            "letters on their way",
            not_exported="a letter is emptied here once it has gone, and is in its reader's mail then",
            erasure=Erasure.REDACT,
            kept=Period.LETTERS,
        ),
        type_=JSON,
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = says_of_a_person(
        Personal(
            "what a mail server said when it refused a letter",
            not_exported="it goes when the letter is tried again or given up",
            erasure=Erasure.REDACT,
            kept=Period.LETTERS,
        )
    )
    done_at: Mapped[datetime | None]


class FailedKind(NamedTuple):
    """How much work of a kind was tried in vain, and how much of it is tried no more."""

    kind: str
    many: int
    given_up: int


Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_erased: set[str] = set()
_quiet: set[str] = set()


def register(kind: str, handler: Handler, *, erase_when_done: bool = False, quiet: bool = False) -> None:
    """Say what does a kind of work. A handler must be safe to run twice.

    What is done stays as a row, with its times; `erase_when_done` is for those whose times would say who did something.
    The log has a line for each piece of work, but for these and for what is `quiet`: what workshops owe.
    """
    _handlers[kind] = handler
    if quiet or erase_when_done:
        _quiet.add(kind)
    if erase_when_done:
        _erased.add(kind)


def enqueue(kind: str, payload: dict[str, Any], *, once: str | None = None, due_at: datetime | None = None) -> None:
    """Owe this work, in the present transaction. `once` makes a repeat a no-op, also after it is done."""
    insert_once(OutboxItem, _owed(kind, payload, once, due_at))
    _nudge_later(due_at)


def enqueue_all(kind: str, payloads: Mapping[str, dict[str, Any]]) -> None:
    """Owe as much work of one kind, by what makes each of them once, in one statement."""
    insert_all_once(OutboxItem, [_owed(kind, payload, once, None) for once, payload in payloads.items()])
    if payloads:
        _nudge_later(None)


def is_owed(once: str) -> bool:
    """Whether the work of this key is still to be done, as far as the present transaction sees."""
    owed = select(OutboxItem.id).where(OutboxItem.once_key == once, OutboxItem.done_at.is_(None))
    return db.session.scalar(owed) is not None


def do_now(kind: str) -> None:
    """Do what is owed of one kind and writes rows only, in the present transaction: for those who tell a past."""
    owed = select(OutboxItem).where(OutboxItem.kind == kind, OutboxItem.done_at.is_(None)).order_by(OutboxItem.id)
    for item in db.session.scalars(owed).all():
        _handlers[kind](item.payload)
        item.done_at = clock.now()


def _owed(kind: str, payload: dict[str, Any], once: str | None, due_at: datetime | None) -> dict[str, Any]:
    at = clock.now()
    values = {"kind": kind, "once_key": once, "payload": payload, "created_at": at}
    return values | {"due_at": due_at or at, "attempts": 0}


def _nudge_later(due_at: datetime | None) -> None:
    """The transaction edge nudges the worker when it sees this: now, or at that time."""
    db.session().info.setdefault("owed", set()).add(due_at)


class _Claimed(NamedTuple):
    """A piece of work that is this worker's, for as long as the lease."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def run_due(limit: int = 200) -> int:
    """Do what is due, oldest first; how much was done. Commits. For the worker, the CLI and tests.

    "Done" and the claim of the next are one transaction: a thousand letters are a thousand commits, and not two thousand.
    """
    done = 0
    claimed = _claim_next()
    db.session.commit()
    for left in reversed(range(limit)):
        if claimed is None:
            break
        finish, log = _do(claimed)
        if not _note(claimed, finish):
            db.session.rollback()
        following = _claim_next() if left else None
        db.session.commit()
        log()
        done += finish["last_error"] is None
        claimed = following
    return done


def _claim_next() -> _Claimed | None:
    """Take the oldest that is due; nobody else has it once this is committed."""
    at = clock.now()
    found = rows_of(_CLAIM, {"now": at, "lease": at + LEASE}).first()
    return None if found is None else _Claimed(*found)


_NOW = bindparam("now", type_=UtcDateTime)
_NEXT = (
    select(OutboxItem.id)
    .where(
        OutboxItem.done_at.is_(None),
        OutboxItem.due_at <= _NOW,
        OutboxItem.attempts < MOST_ATTEMPTS,
        OutboxItem.claimed_until.is_(None) | (OutboxItem.claimed_until < _NOW),
    )
    .order_by(OutboxItem.due_at, OutboxItem.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_CLAIM = (
    update(OutboxItem)
    .where(OutboxItem.id == _NEXT.scalar_subquery())
    .values(claimed_until=bindparam("lease", type_=UtcDateTime), attempts=OutboxItem.attempts + 1)
    .returning(OutboxItem.id, OutboxItem.kind, OutboxItem.payload, OutboxItem.attempts)
)


def _do(claimed: _Claimed) -> tuple[dict[str, Any], Callable[[], None]]:
    """Call the handler. What is to be noted of the work, and what writes its line into the log once that is committed."""
    begun = time.perf_counter()
    try:
        _handlers[claimed.kind](claimed.payload)
    except Exception as fault:  # noqa: BLE001 -- whatever went wrong is kept with the work, and tried again
        db.session.rollback()
        _log(claimed.kind, begun, fault)
        again = clock.now() + timedelta(seconds=30 * 2**claimed.attempts)
        return {"last_error": f"{type(fault).__name__}: {fault}", "claimed_until": None, "due_at": again}, lambda: None
    finish = {"done_at": clock.now(), "last_error": None, "claimed_until": None}
    return finish, lambda: _log(claimed.kind, begun)


def _note(claimed: _Claimed, finish: dict[str, Any]) -> bool:
    """Together with the rows that the handler wrote. False if it took so long that somebody else has it by now, or it was
    stopped: then those rows are not to be kept, or there would be twice as many.
    """
    mine = (OutboxItem.id == claimed.id, OutboxItem.attempts == claimed.attempts, OutboxItem.done_at.is_(None))
    erase = finish["last_error"] is None and claimed.kind in _erased
    statement = delete(OutboxItem).where(*mine) if erase else update(OutboxItem).where(*mine).values(**finish)
    return bool(changed_rows(statement))


def _log(kind: str, begun: float, fault: Exception | None = None) -> None:
    """A line without whom the work was for, and without what a server said of them."""
    if kind in _quiet:
        return
    milliseconds = round(1000 * (time.perf_counter() - begun), 1)
    if fault is None:
        log.info("work done", kind=kind, ms=milliseconds)
    else:
        words = {"why": type(fault).__name__, "said": log_lines.said(fault)}
        log.warning("work failed", kind=kind, ms=milliseconds, **{name: text for name, text in words.items() if text})


def overdue(at: datetime | None = None) -> int:
    """How much is due, now or at this instant already, and neither done nor tried in vain."""
    due = OutboxItem.due_at <= (at or clock.now())
    owed = select(func.count()).where(OutboxItem.done_at.is_(None), ~in_vain(), due)
    return db.session.scalars(owed).one()


def failed() -> list[OutboxItem]:
    """Work that was tried in vain, the oldest first, with all that it holds: for whoever is at the machine."""
    owed = select(OutboxItem).where(OutboxItem.done_at.is_(None), in_vain())
    return list(db.session.scalars(owed.order_by(OutboxItem.id)))


def failed_kinds() -> list[FailedKind]:
    """The same by kind, without whom it concerns and when: that somebody did not vote stands in no letter's list."""
    count, last_tries = func.count(), func.sum(case((OutboxItem.attempts >= MOST_ATTEMPTS, 1), else_=0))
    owed = select(OutboxItem.kind, count, last_tries).where(OutboxItem.done_at.is_(None), in_vain())
    rows = db.session.execute(owed.group_by(OutboxItem.kind).order_by(OutboxItem.kind))
    return [FailedKind(kind, many, given_up) for kind, many, given_up in rows]


def waiting_kinds() -> dict[str, int]:
    """How much is due of each kind, and neither done nor tried in vain."""
    due = (OutboxItem.done_at.is_(None), ~in_vain(), OutboxItem.due_at <= clock.now())
    owed = select(OutboxItem.kind, func.count()).where(*due).group_by(OutboxItem.kind)
    return dict(iter(db.session.execute(owed)))


def stop(kinds: Collection[str], *, only: int | None = None) -> int:
    """Take what is owed of these kinds out for good, failed or not; how much. Not what is being done at this moment."""
    return changed_rows(delete(OutboxItem).where(*_these(kinds, only)))


def try_again(kinds: Collection[str], *, only: int | None = None) -> int:
    """Have what was tried in vain of these kinds done now, and as often as at first; how much. Not what is being tried."""
    at = clock.now()
    these = (*_these(kinds, only), in_vain())
    db.session().info.setdefault("owed", set()).add(None)
    return changed_rows(update(OutboxItem).where(*these).values(attempts=0, due_at=at))


def _these(kinds: Collection[str], only: int | None) -> tuple[ColumnElement[bool], ...]:
    """What is owed of these kinds and lies still; of these only this one row, if one is named."""
    one = () if only is None else (OutboxItem.id == only,)
    return (OutboxItem.kind.in_(kinds), OutboxItem.done_at.is_(None), idle(), *one)


def idle() -> ColumnElement[bool]:
    """Not being done at this moment."""
    return OutboxItem.claimed_until.is_(None) | (OutboxItem.claimed_until < clock.now())


def in_vain() -> ColumnElement[bool]:
    """With its error, or tried so often that nothing is left to try: whatever does it was killed each time."""
    return OutboxItem.last_error.is_not(None) | (OutboxItem.attempts >= MOST_ATTEMPTS)


def erase(prefix: str, *, after: timedelta = timedelta(minutes=10)) -> None:
    """Empty what was done so long ago under keys that begin so: its payload would say to whom something went."""
    done = OutboxItem.done_at.is_not(None) & (OutboxItem.done_at < clock.now() - after)
    # As text, because PostgreSQL does not compare one JSON value with another.
    full = cast(OutboxItem.payload, String) != "{}"
    old = update(OutboxItem).where(done, full, OutboxItem.once_key.startswith(prefix, autoescape=True))
    db.session.execute(old.values(payload={}).execution_options(synchronize_session=False))
