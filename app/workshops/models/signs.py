"""Signs of life: when the site last answered, and when whoever holds the lease was last in the room.

One row for the site and one for each meeting, written anew every few seconds and never added to: nobody can read from
them who was where, and what is lost of them is lost without harm.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal


class SiteSign(Model):
    """The pages answered at this time. There is one row, with the number 1."""

    __tablename__ = "workshop_site_sign"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class FacilitatorSign(Model):
    """The browser of whoever held the lease then followed the room at this time, or asked where it is."""

    __tablename__ = "workshop_facilitator_sign"

    workshop_id: Mapped[int] = points_to("workshop.id", index=False, primary_key=True)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "when the browser of whoever runs a meeting was last in its room",
            not_exported="it is written over every few seconds",
            erasure=Erasure.DELETE,
            kept=Period.MOMENT,
            merging=Merging.END,
        ),
    )
    at: Mapped[datetime]
