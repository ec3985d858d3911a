"""Which themes and which other cards to offer for a card: suggestions that a person takes or leaves.

Asked of a board that its reader may see, so never before the reveal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.workshops.likeness import Likeness, by_sentences, by_words
from app.workshops.queries.board import Board
from app.workshops.queries.cards import CardView
from app.workshops.queries.vectors import Vectors

#: How many of each are offered.
OFFERED = 3


@dataclass(frozen=True)
class Suggestions:
    """For a card's key the numbers of themes and the keys of loose cards most like it, best first."""

    #: Whether the sentence model made them; else they go by the words.
    by_sentences: bool = False
    themes: Mapping[str, list[int]] = field(default_factory=dict)
    cards: Mapping[str, list[str]] = field(default_factory=dict)


def texts_of(board: Board) -> dict[str, str]:
    """Every card on the board that has words to read."""
    every = (*board.loose, *board.tray, *(card for theme in board.themes for card in theme.cards))
    return {card.id: card.text for card in every if card.text}


def goes_by_sentences(board: Board, vectors: Vectors) -> bool:
    """One card without a vector, and the whole board is compared by words: two measures cannot be set side by side."""
    texts = texts_of(board)
    return bool(texts) and texts.keys() <= vectors.cards.keys()


def likeness_of(board: Board, vectors: Vectors) -> Likeness:
    """Reads the board once; then any number of its cards can be compared."""
    texts, held = texts_of(board), {theme.id: [card.id for card in theme.cards] for theme in board.themes}
    if not goes_by_sentences(board, vectors):
        return by_words(texts, {theme.id: (theme.title, held[theme.id]) for theme in board.themes})
    cards = {each: vectors.cards[each] for each in texts}
    return by_sentences(cards, {theme: (vectors.titles.get(theme), keys) for theme, keys in held.items()})


def suggestions(board: Board, cards: Iterable[CardView], vectors: Vectors) -> Suggestions:
    """For these cards. A theme is left out if the card is in it, or somebody said that it does not belong there."""
    wanted = [card for card in cards if card.text]
    if not wanted:
        return Suggestions()
    like = likeness_of(board, vectors)
    loose = [card.id for card in (*board.loose, *board.tray) if card.text]
    at_home = {card.id: theme.id for theme in board.themes for card in theme.cards}
    return Suggestions(
        by_sentences=goes_by_sentences(board, vectors),
        themes={
            card.id: like.best_themes(card.id, OFFERED, {*card.dismissed, at_home.get(card.id, 0)}) for card in wanted
        },
        cards={card.id: like.best_cards(card.id, loose, OFFERED) for card in wanted},
    )
