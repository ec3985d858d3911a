"""Which of many texts are most like another one, by their words and what these mean. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.similarity.likeness import WORDS, Said
from app.similarity.word_vectors import Meanings
from app.similarity.words import READ, Vocabulary


def nearest(text: str, among: Sequence[str], most: int, least: float) -> list[int]:
    """The places of those texts that are most like this one, best first; none less like it than `least` (up to 1)."""
    read = _read(tuple(each[:READ] for each in among))
    scores = read.beside(read.said(text[:READ]))
    near = [(-score, place) for place, score in enumerate(scores) if score >= least]
    return [place for _, place in sorted(near)[:most]]


class _Read:
    """These texts, read for what they have in common; then any text can be laid beside them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._vocabulary = Vocabulary(texts)
        self._meanings = Meanings(texts, self._vocabulary.rarity)
        self.beside = WORDS.beside([self.said(text) for text in texts])

    def said(self, text: str) -> Said:
        return Said(self._vocabulary.direction(text), self._meanings.direction(text))


# Whoever types a title asks again with each word, of the same texts.
_read = lru_cache(maxsize=8)(_Read)
