"""What is proposed for the loose cards of a board."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.workshops.board.queries.board import Board, board
from app.workshops.board.queries.grouping_proposals import GroupingProposal, proposals
from app.workshops.board.queries.similar_cards import goes_by_sentences
from app.workshops.board.queries.vectors import vectors_of
from app.workshops.models import DismissedProposal, Workshop


@dataclass(frozen=True)
class Arrangement:
    """Proposals with the board they were made of."""

    board: Board
    proposals: list[GroupingProposal]
    #: Whether the sentence model made them; else they go by the words.
    by_sentences: bool

    @property
    def left(self) -> int:
        """How many loose cards are in no proposal."""
        loose = len(self.board.loose) + len(self.board.tray)
        return loose - sum(len(each.cards) for each in self.proposals)


def arrangement(workshop: Workshop, seen_by: Actor, *, author_token: str = "") -> Arrangement:
    """Nothing before the reveal: the board is empty then."""
    shown, vectors = board(workshop, seen_by, author_token=author_token), vectors_of(workshop, seen_by)
    asked = select(DismissedProposal.cards).where(DismissedProposal.workshop_id == workshop.id)
    dismissed = [frozenset(keys.split()) for keys in db.session.scalars(asked.order_by(DismissedProposal.id))]
    return Arrangement(shown, proposals(shown, vectors, dismissed), goes_by_sentences(shown, vectors))
