"""What is shown in the room at this moment: what is in the light, and who has raised a hand. It ends with the meeting."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal
from app.workshops.models.board import random_key


class Spotlight(Model):
    """The one card or theme that everybody is asked to look at."""

    __tablename__ = "workshop_spotlight"

    workshop_id: Mapped[int] = points_to("workshop.id", index=False, primary_key=True)
    card_id: Mapped[str | None] = points_to("workshop_contribution.id", index=False)
    #: A theme that is taken away by an undo goes out of the light.
    theme_id: Mapped[int | None] = points_to("workshop_theme.id", index=False, ondelete="CASCADE")


class Hand(Model):
    """Somebody would like to speak. The order is that of raising; no time is kept, and nothing once it is down."""

    __tablename__ = "workshop_hand"
    __table_args__ = (UniqueConstraint("workshop_id", "person_id"),)

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "your raised hand, while it is up",
            facts=("called",),
            erasure=Erasure.DELETE,
            kept=Period.MOMENT,
            merging=Merging.END,
        ),
    )
    #: The facilitator asked them to speak.
    called: Mapped[bool] = mapped_column(default=False)


class CardReport(Model):
    """Somebody thinks that a card should not stand. Nobody's name and no time is kept with it."""

    __tablename__ = "workshop_card_report"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(primary_key=True, default=random_key)
    card_id: Mapped[str] = points_to("workshop_contribution.id")
    reason: Mapped[str]
