"""What the sentence model made of cards and titles: numbers that say how like two texts are.

A card's vector is keyed to the card alone, goes with its words, and is made only once everybody may read them.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence

from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, points_to


class CardVector(Model):
    __tablename__ = "workshop_card_vector"
    __table_args__ = ({"sqlite_with_rowid": False},)

    contribution_id: Mapped[str] = points_to(
        "workshop_contribution.id", primary_key=True, index=False, ondelete="CASCADE"
    )
    #: Vectors of different models say nothing about each other.
    model: Mapped[str]
    #: Single-precision numbers, the lowest byte first.
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class ThemeVector(Model):
    __tablename__ = "workshop_theme_vector"

    theme_id: Mapped[int] = points_to("workshop_theme.id", primary_key=True, index=False, ondelete="CASCADE")
    model: Mapped[str]
    #: The title it was made of: a theme may have been renamed since.
    title: Mapped[str]
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class DismissedProposal(Model):
    """Somebody said that these cards are no theme: they, or a part of them, are not proposed as one again."""

    __tablename__ = "workshop_dismissed_proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = points_to("workshop.id")
    #: The keys of the cards, in order, with spaces between.
    cards: Mapped[str]


def packed(vector: Sequence[float]) -> bytes:
    """Single-precision numbers, the lowest byte first."""
    return _turned(array("f", vector)).tobytes()


def unpacked(stored: bytes) -> tuple[float, ...]:
    numbers = array("f")
    numbers.frombytes(stored)
    return tuple(_turned(numbers))


def _turned(numbers: array[float]) -> array[float]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
