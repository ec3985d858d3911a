"""How loose cards could be arranged: proposals that people accept, change or dismiss. Pure but for the board it is given.

By the sentence model cards are merged greedily into themes (two groups at a time, the nearest first, by the cosine of
their middles, which must be the nearer the larger the groups are). By words alone only cards that are near enough to a
theme that stands are proposed for it: clusters by words are more often wrong than right. The same board always gives the
same proposals.
"""

from __future__ import annotations

from app.workshops.queries.board import Board
from app.workshops.queries.vectors import Vectors
from app.workshops.suggesting import likeness_of

#: From this likeness on a card is arranged without a person. On our labelled cards four of five such places are right,
#: for nearly half of the cards; lower, more are arranged and more of them wrongly.
SURE = 0.2


def arrangement(board: Board, vectors: Vectors) -> dict[str, int]:
    """Card → theme for those loose cards that are near enough to a theme; the others are left to people."""
    like, found = likeness_of(board, vectors), {}
    for card in (*board.loose, *board.tray):
        near = like.to_themes(card.id) if card.text else {}
        open_to_it = [(score, -theme) for theme, score in near.items() if theme not in card.dismissed]
        score, theme = max(open_to_it, default=(0.0, 0))
        if score >= SURE:
            found[card.id] = -theme
    return found
