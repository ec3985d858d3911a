"""How loose cards could be arranged: proposals that people accept, change or dismiss. Reads the board it is given.

First, cards near enough to a theme that stands are proposed for it. Then, by the sentence model only, those left are
merged into new themes: in clusters by words too many pairs are wrong. The same board always gives the same proposals, and
what a person has placed is in none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise

from app.similarity.clusters import clusters
from app.similarity.likeness import SENTENCES
from app.similarity.words import Vocabulary, telling_words
from app.workshops.board.queries.board import Board
from app.workshops.board.queries.cards import CardView
from app.workshops.board.queries.similar_cards import goes_by_sentences, likeness_of, sure_from, texts_of
from app.workshops.board.queries.vectors import Vectors
from app.workshops.models import ContributionKind, ThemeList

#: How near the middles of two groups must be to become one: four of five pairs belong together then. Lower, more cards
#: are grouped and more of them wrongly.
NEAR = 0.4

LONGEST_PHRASE = 60


@dataclass(frozen=True)
class GroupingProposal:
    """Cards for a theme that stands, or (`theme` is None) for a new one with a title to begin with."""

    cards: tuple[CardView, ...]
    theme: int | None
    title: str
    list: ThemeList

    @property
    def key(self) -> str:
        """Names it in forms: other cards or another theme make it another proposal."""
        words = f"{self.theme} " + " ".join(card.id for card in self.cards)
        return sha256(words.encode()).hexdigest()[:16]


def proposals(board: Board, vectors: Vectors, dismissed: Iterable[frozenset[str]] = ()) -> list[GroupingProposal]:
    """What could be done with the loose cards, themes that stand first. `dismissed`: cards that are no theme together."""
    loose = {card.id: card for card in (*board.loose, *board.tray) if card.text and not card.placed}
    if not loose:
        return []
    homes = _homes(board, vectors, loose.values())
    by_theme = defaultdict(list)
    for card_id, theme in homes.items():
        by_theme[theme].append(loose[card_id])
    standing = [
        GroupingProposal(tuple(by_theme[theme.id]), theme.id, theme.title, theme.list)
        for theme in board.themes
        if theme.id in by_theme
    ]
    left = [card for card_id, card in loose.items() if card_id not in homes]
    return standing + _new_themes(board, vectors, left, list(dismissed))


def _homes(board: Board, vectors: Vectors, cards: Iterable[CardView]) -> dict[str, int]:
    """Card → theme for those that are near enough to one."""
    if not board.themes:
        return {}
    like, found, sure = likeness_of(board, vectors), {}, sure_from(board, vectors)
    for card in cards:
        for theme, score in like.best_themes(card.id, 1, card.dismissed).items():
            if score >= sure:
                found[card.id] = theme
    return found


def _new_themes(
    board: Board, vectors: Vectors, left: Sequence[CardView], dismissed: Sequence[frozenset[str]]
) -> list[GroupingProposal]:
    if not goes_by_sentences(board, vectors):
        return []
    by_id = {card.id: card for card in left}
    vocabulary = Vocabulary(texts_of(board).values())
    found = []
    for group in clusters(SENTENCES, {each: vectors.cards[each] for each in by_id}, NEAR):
        if not any(set(group) <= refused for refused in dismissed):
            cards = tuple(card for card in left if card.id in group)
            issues = sum(card.kind is ContributionKind.OTHER_ISSUE for card in cards)
            kind = ThemeList.ISSUES if 2 * issues > len(cards) else ThemeList.TOPICS
            found.append(GroupingProposal(cards, None, phrase([card.text or "" for card in cards], vocabulary), kind))
    return found


def phrase(texts: Sequence[str], vocabulary: Vocabulary) -> str:
    """The word or pair of words that tells most of these texts from the others, as the first of them writes it."""
    weights: dict[str, float] = defaultdict(float)
    for text in texts:
        words = telling_words(text)
        pairs = [f"{one} {other}" for one, other in pairwise(words)]
        for each in {*words, *pairs}:
            weights[each] += vocabulary.rarity(each)
    for best, _ in sorted(weights.items(), key=lambda each: (-each[1], -len(each[0]), each[0])):
        if len(best) > 2 and (written := _as_written(best, texts)):
            return written[0].upper() + written[1:]
    return "New theme"


def _as_written(words: str, texts: Sequence[str]) -> str:
    """With what stands between the two words, if that is short."""
    pattern = r"\b" + r"\b.{1,20}?\b".join(re.escape(each) for each in words.split()) + r"\b"
    found = (re.search(pattern, text.replace("’", "'"), re.IGNORECASE) for text in texts)
    written = next((match.group() for match in found if match), "")
    return written if len(written) <= LONGEST_PHRASE and "\n" not in written else ""
