"""What was new to a person when they last said that they are done with it, so that one press takes that back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal


class CaughtUp(Model):
    """One row a person: the latest time they pressed. It is of no use after an hour, and goes with the next."""

    __tablename__ = "caught_up"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        unique=True,
        personal=Personal(
            "what was new to you when you last said that you had read all of it",
            not_exported="it says again what your reading marks say, and only until you can take it back no more",
            erasure=Erasure.DELETE,
            kept=Period.MOMENT,
            merging=Merging.END,
        ),
    )
    at: Mapped[datetime]
    #: The newest post that the page knew of.
    up_to_id: Mapped[int]
    #: Ids of discussions, posts and notices (`Before` in services.py).
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
