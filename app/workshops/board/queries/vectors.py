"""What the sentence model made of a workshop's cards and titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from app.core.actor import Actor
from app.core.db import rows_of
from app.core.permissions import allowed
from app.similarity import sentence_model
from app.similarity.word_vectors import Dense
from app.workshops.models import CardVector, Contribution, Theme, ThemeVector, Workshop
from app.workshops.models.vectors import unpacked
from app.workshops.policy import Permission
from app.workshops.visibility import cards_visible


@dataclass(frozen=True)
class Vectors:
    """By card, and by theme where the vector is of its present title."""

    cards: Mapping[str, Dense] = field(default_factory=dict)
    titles: Mapping[int, Dense] = field(default_factory=dict)


def vectors_of(workshop: Workshop, seen_by: Actor) -> Vectors:
    """Those that are there; none before everybody may read the cards, or for who may not read the board."""
    if not cards_visible(workshop) or not allowed(seen_by, Permission.READ, workshop):
        return Vectors()
    asked = {"workshop": workshop.id, "model": sentence_model.NAME}
    cards = {card_id: unpacked(vector) for card_id, vector in rows_of(_OF_CARDS, asked)}
    if not cards:
        return Vectors()
    return Vectors(cards, {theme_id: unpacked(vector) for theme_id, vector in rows_of(_OF_TITLES, asked)})


# Every drawing of a board asks; putting the statements together anew would cost more than running them.
_OF_CARDS = (
    select(CardVector.contribution_id, CardVector.vector)
    .join(Contribution, Contribution.id == CardVector.contribution_id)
    .where(
        Contribution.workshop_id == bindparam("workshop"),
        Contribution.withdrawn.is_(False),
        CardVector.model == bindparam("model"),
    )
)
_OF_TITLES = (
    select(ThemeVector.theme_id, ThemeVector.vector)
    .join(Theme, Theme.id == ThemeVector.theme_id)
    .where(
        Theme.workshop_id == bindparam("workshop"),
        ThemeVector.title == Theme.title,
        ThemeVector.model == bindparam("model"),
    )
)
