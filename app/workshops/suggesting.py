"""Which themes to offer for a card, and how loose cards could be arranged: proposals that a person accepts or not.

Asked of a board that its reader may see, so never before the reveal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.workshops.queries.board import Board
from app.workshops.queries.cards import CardView
from app.workshops.similarity import Similarity

#: From this likeness on a card is arranged without a person. On our labelled cards four of five such places are right,
#: for nearly half of the cards; lower, more are arranged and more of them wrongly.
SURE = 0.2


def reader_of(board: Board) -> Similarity:
    """Reads the board once; then any number of its cards can be compared."""
    themes = {theme.id: (theme.title, [each.text for each in theme.cards if each.text]) for theme in board.themes}
    return Similarity(themes, (card.text for card in (*board.loose, *board.tray) if card.text))


def most_similar(board: Board, cards: Iterable[CardView], most: int = 3) -> Mapping[str, list[int]]:
    """For each card the themes most like it, best first, without those that somebody said it does not belong to."""
    wanted = [card for card in cards if card.text]
    if not wanted or not board.themes:
        return {}
    reader = reader_of(board)
    return {card.id: reader.best(card.text or "", most, without=card.dismissed) for card in wanted}


def arrangement(board: Board) -> dict[str, int]:
    """Card → theme for those loose cards that are near enough to a theme; the others are left to people."""
    reader, found = reader_of(board), {}
    for card in (*board.loose, *board.tray):
        near = reader.likeness(card.text or "")
        open_to_it = [(score, -theme) for theme, score in near.items() if theme not in card.dismissed]
        score, theme = max(open_to_it, default=(0.0, 0))
        if score >= SURE:
            found[card.id] = -theme
    return found
