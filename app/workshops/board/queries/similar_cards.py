"""Which themes and which other cards to offer for a card: suggestions that a person takes or leaves.

Asked of a board that its reader may see, so never before the reveal.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from app.similarity.likeness import Neighbours, by_sentences, by_words
from app.workshops.board.queries.board import Board
from app.workshops.board.queries.cards import CardView
from app.workshops.board.queries.vectors import Vectors

#: How many of each are offered.
OFFERED = 3

#: From this likeness to a theme on, a card is proposed for it: nine of ten such places are right on our labelled cards,
#: by words for four cards in ten.
SURE_BY_WORDS, SURE_BY_SENTENCES = 0.25, 0.4

#: For how many boards a process keeps the last answer.
KEPT = 16


@dataclass(frozen=True)
class Suggestions:
    """For a card's key the numbers of themes and the keys of loose cards most like it, best first."""

    #: Whether the sentence model made them; else they go by the words.
    by_sentences: bool = False
    themes: Mapping[str, list[int]] = field(default_factory=dict)
    cards: Mapping[str, list[str]] = field(default_factory=dict)
    #: The cards that are so like their first theme that it may be proposed by name.
    sure: frozenset[str] = frozenset()


_answers: OrderedDict[Hashable, Suggestions] = OrderedDict()
_lock = threading.Lock()
#: Held while an answer is worked out: a whole room asks at once, and one answer does for all.
_one_at_a_time = threading.Lock()


def texts_of(board: Board) -> dict[str, str]:
    """Every card on the board that has words to read."""
    every = (*board.loose, *board.tray, *(card for theme in board.themes for card in theme.cards))
    return {card.id: card.text for card in every if card.text}


def goes_by_sentences(board: Board, vectors: Vectors) -> bool:
    """One card without a vector, and the whole board is compared by words: two measures cannot be set side by side."""
    texts = texts_of(board)
    return bool(texts) and texts.keys() <= vectors.cards.keys()


def sure_from(board: Board, vectors: Vectors) -> float:
    """How like a theme a card must be for a proposal."""
    return SURE_BY_SENTENCES if goes_by_sentences(board, vectors) else SURE_BY_WORDS


def likeness_of(board: Board, vectors: Vectors) -> Neighbours:
    """Reads the board once; then any number of its cards can be compared."""
    texts, held = texts_of(board), {theme.id: [card.id for card in theme.cards] for theme in board.themes}
    if not goes_by_sentences(board, vectors):
        return by_words(texts, {theme.id: (theme.title, held[theme.id]) for theme in board.themes})
    cards = {each: vectors.cards[each] for each in texts}
    return by_sentences(cards, {theme: (vectors.titles.get(theme), keys) for theme, keys in held.items()})


def suggestions(board: Board, cards: Iterable[CardView], vectors: Vectors) -> Suggestions:
    """For these cards. A theme is left out if the card is in it, or somebody said that it does not belong there.

    Everybody in a room asks the same of the same board after each change: the answer is kept until others are.
    """
    wanted = [card for card in cards if card.text]
    if not wanted:
        return Suggestions()
    key = _what_counts(board, wanted, vectors)
    if (kept := _kept(key)) is None:
        with _one_at_a_time:
            if (kept := _kept(key)) is None:
                kept = _suggestions(board, wanted, vectors)
                _keep(key, kept)
    return kept


def forget() -> None:
    """Keep no answer any more."""
    with _lock:
        _answers.clear()


def _kept(key: Hashable) -> Suggestions | None:
    with _lock:
        return _answers.get(key)


def _keep(key: Hashable, found: Suggestions) -> None:
    with _lock:
        _answers[key] = found
        while len(_answers) > KEPT:
            _answers.popitem(last=False)


def _suggestions(board: Board, wanted: Iterable[CardView], vectors: Vectors) -> Suggestions:
    like = likeness_of(board, vectors)
    loose = [card.id for card in _loose(board)]
    home, cards, enough = _homes(board), list(wanted), sure_from(board, vectors)
    near = {card.id: like.best_themes(card.id, OFFERED, {*card.dismissed, home.get(card.id, 0)}) for card in cards}
    return Suggestions(
        by_sentences=goes_by_sentences(board, vectors),
        themes={card_id: list(themes) for card_id, themes in near.items()},
        cards={card.id: like.best_cards(card.id, loose, OFFERED) for card in cards},
        sure=frozenset(card_id for card_id, themes in near.items() if max(themes.values(), default=0) >= enough),
    )


def _what_counts(board: Board, wanted: Iterable[CardView], vectors: Vectors) -> Hashable:
    """All that the answer hangs on. A text has one vector only, so that it need not be compared."""
    sentences = goes_by_sentences(board, vectors)
    themes = tuple((each.id, each.title, sentences and each.id in vectors.titles) for each in board.themes)
    asked = tuple((card.id, card.dismissed) for card in wanted)
    loose = tuple(card.id for card in _loose(board))
    return sentences, themes, asked, loose, tuple(texts_of(board).items()), tuple(_homes(board).items())


def _loose(board: Board) -> list[CardView]:
    return [card for card in (*board.loose, *board.tray) if card.text]


def _homes(board: Board) -> dict[str, int]:
    return {card.id: theme.id for theme in board.themes for card in theme.cards}
