"""How far a reveal has come that shows one card at a time."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.workshops.board.queries.cards import CardView, shown_cards
from app.workshops.models import Contribution, Workshop
from app.workshops.policy import Seat
from app.workshops.visibility import shown_so_far


@dataclass(frozen=True)
class Reveal:
    """`card` is the one shown last; None before the first."""

    #: What the button sends back: the place before which cards are shown.
    shown: int
    done: int
    total: int
    card: CardView | None

    @property
    def is_over(self) -> bool:
        return self.done >= self.total


def card_by_card(workshop: Workshop, seat: Seat, seen_by: Actor) -> Reveal | None:
    """None if the room shows all cards, or none yet."""
    shown = shown_so_far(workshop)
    if shown is None:
        return None
    there = (
        Contribution.workshop_id == workshop.id,
        Contribution.withdrawn.is_(False),
        Contribution.hidden_reason.is_(None),
        Contribution.place.is_not(None),
    )
    done, total, last = db.session.execute(
        select(
            func.count().filter(Contribution.place < shown),
            func.count(),
            func.max(Contribution.place).filter(Contribution.place < shown),
        ).where(*there)
    ).one()
    there_now = db.session.scalar(select(Contribution.id).where(*there, Contribution.place == last))
    card = next(iter(shown_cards(workshop, seat, seen_by, only=there_now)), None) if there_now else None
    return Reveal(shown, done, total, card)
