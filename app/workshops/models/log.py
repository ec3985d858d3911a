"""The workshop's event log: what the rooms follow, and what makes a repeated command harmless."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, points_to


class WorkshopEvent(Model):
    """Something happened in the room. Written in the transaction of the change; never holds a card's words."""

    __tablename__ = "workshop_event"

    workshop_id: Mapped[int] = points_to("workshop.id", index=False, primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    #: "all" or "facilitators".
    audience: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


class Command(Model):
    """An accepted command of an unattributed card or sealed ballot, by the browser's random key. No person, no time."""

    __tablename__ = "workshop_command"
    __table_args__ = ({"sqlite_with_rowid": False},)

    workshop_id: Mapped[int] = points_to("workshop.id", index=False, primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
