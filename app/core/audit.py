"""The append-only record of who changed what: the history on a page is read from here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Index, Select, bindparam, select
from sqlalchemy.orm import Mapped

from app.core import clock
from app.core.actor import Actor
from app.core.db import Model, db, insert_all_once, key, points_to, rows_of, says_of_a_person
from app.core.personal_data import Erasure, Personal

_NAMED = Personal(
    "words in the history that may name people",
    not_exported="what the history says of you is exported by who did it and to whom",
    erasure=Erasure.REDACT,
)


class AuditEntry(Model):
    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[key]
    network_id: Mapped[int | None] = points_to("learning_network.id")
    actor_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "what you did, as the history has it",
            words=("reason",),
            facts=("verb", "subject_kind", "at"),
            place=("before", "after"),
        ),
    )
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    verb: Mapped[str]
    before: Mapped[str | None] = says_of_a_person(_NAMED)
    after: Mapped[str | None] = says_of_a_person(_NAMED)
    reason: Mapped[str | None] = says_of_a_person(_NAMED)
    at: Mapped[datetime]


def record(
    actor: Actor, verb: str, subject: object, *, before: str | None = None, after: str | None = None, reason: str = ""
) -> None:
    """Note that `actor` did `verb` to a row that has been flushed. Never used for votes."""
    db.session.add(AuditEntry(**_line(actor, verb, subject, before=before, after=after, reason=reason or None)))


def record_all(actor: Actor, verb: str, subjects: Iterable[tuple[object, str]]) -> None:
    """The same for many rows, each with its `after`, in one statement."""
    insert_all_once(AuditEntry, [_line(actor, verb, subject, after=after) for subject, after in subjects])


def _line(actor: Actor, verb: str, subject: object, **more: str | None) -> dict[str, Any]:
    return {
        "network_id": getattr(subject, "network_id", None),
        "actor_id": actor.person_id,
        "subject_kind": getattr(subject, "__tablename__", type(subject).__name__),
        "subject_id": getattr(subject, "id"),  # noqa: B009 -- every model has one
        "verb": verb,
        "at": clock.now(),
        **more,
    }


def latest(subject: Model) -> AuditEntry | None:
    """The newest line about this row."""
    return db.session.scalar(_of(subject).order_by(AuditEntry.id.desc()).limit(1))


def entered(subject: Model, state: str, before: AuditEntry) -> datetime | None:
    """When the row came into this state for the last time before that line; None if it began in it."""
    there = _of(subject).where(AuditEntry.after == state, AuditEntry.before != state, AuditEntry.id < before.id)
    found = db.session.scalar(there.order_by(AuditEntry.id.desc()).limit(1))
    return found.at if found is not None else None


def _of(subject: Model) -> Select[AuditEntry]:
    here = (AuditEntry.subject_kind == subject.__tablename__, AuditEntry.subject_id == subject.id)  # type: ignore[attr-defined]
    return select(AuditEntry).where(*here)


class HistoryLine(NamedTuple):
    """One line of what happened to a row. `before` and `after` are states or words, as the verb says."""

    verb: str
    before: str | None
    after: str | None
    reason: str | None
    who: str | None
    who_id: int | None
    at: datetime


#: Lines of a page's history, unless it asks for another number.
MOST = 500


def history(subject: Model, *, most: int = MOST) -> list[HistoryLine]:
    """Who did what to this row, the newest first. Asks nobody: whoever calls knows that the reader may read it."""
    wanted = {"kind": subject.__tablename__, "subject": subject.id, "most": most}  # type: ignore[attr-defined]
    return [HistoryLine(*row) for row in rows_of(_history(), wanted)]


@cache
def _history() -> Select[*tuple[Any, ...]]:
    people = Model.metadata.tables["person"].c  # the model lies on a higher floor; its table is known by now
    return (
        select(
            AuditEntry.verb,
            AuditEntry.before,
            AuditEntry.after,
            AuditEntry.reason,
            people.name,
            AuditEntry.actor_id,
            AuditEntry.at,
        )
        .outerjoin(people.id.table, people.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind == bindparam("kind"), AuditEntry.subject_id == bindparam("subject"))
        .order_by(AuditEntry.id.desc())
        .limit(bindparam("most"))
    )
