"""The append-only record of who changed what: the history on a page is read from here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from app.core import clock
from app.core.actor import Actor
from app.core.db import Model, db, key, points_to


class AuditEntry(Model):
    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[key]
    network_id: Mapped[int | None] = points_to("learning_network.id")
    actor_id: Mapped[int | None] = points_to("person.id")
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    verb: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    reason: Mapped[str | None]
    at: Mapped[datetime]


def record(
    actor: Actor, verb: str, subject: object, *, before: str | None = None, after: str | None = None, reason: str = ""
) -> None:
    """Note that `actor` did `verb` to a row that has been flushed. Never used for votes."""
    db.session.add(
        AuditEntry(
            network_id=getattr(subject, "network_id", None),
            actor_id=actor.person_id,
            subject_kind=getattr(subject, "__tablename__", type(subject).__name__),
            subject_id=getattr(subject, "id"),  # noqa: B009 -- every model has one
            verb=verb,
            before=before,
            after=after,
            reason=reason or None,
            at=clock.now(),
        )
    )
