"""Makes app/similarity/data/word_vectors.bin anew from words.txt and the sentence model (`make model`): some minutes.

As model2vec does it (Tulkens and van Dongen, "Model2Vec: Fast State-of-the-Art Static Embeddings", 2024): the model
reads each word alone, the vectors are reduced to their main directions, and rare words are made longer than common ones
(after Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", 2017: common words say least).
The result is the same on each machine, but for a last bit in which they calculate differently.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from app.similarity import sentence_model
from app.similarity.minilm import MiniLM
from app.similarity.word_vectors import DIMENSIONS, ROWS, WORDS

#: What the model reads for words that it cannot know: the names that tutors at this university use.
MEANT = {
    "tma": "assignment marked by the tutor",
    "tmas": "assignments marked by the tutor",
    "icma": "online quiz marked by computer",
    "icmas": "online quizzes marked by computer",
    "ema": "assessment at the end of the module",
    "emas": "assessments at the end of the module",
    "vle": "module website",
    "iwb": "interactive whiteboard",
}

#: Each so-manyth word tells which directions are the main ones: as good as all of them, and a test can follow it.
SAMPLE = 48

#: So many words are read at once.
TOGETHER = 64

#: The vocabulary of the model begins with marks and single letters; from here on the commoner word comes first.
COMMONEST = 1_996

#: So many steps to the usual size of a number; there are sixteen.
STEPS = 2.5

Array = np.ndarray[Any, Any]


class Reader:
    """The model, reading words and pieces of words each by itself."""

    def __init__(self, folder: Path) -> None:
        self._model = MiniLM(folder)
        tokenizer = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))
        self._places: Mapping[str, int] = tokenizer["model"]["vocab"]

    def vectors(self, words: Iterable[str]) -> Array:
        tokens = [self._tokens(word) for word in words]
        found: dict[int, Array] = {}
        for length in {len(each) for each in tokens}:
            same = [at for at, each in enumerate(tokens) if len(each) == length]
            for some in (same[start : start + TOGETHER] for start in range(0, len(same), TOGETHER)):
                found |= dict(zip(some, self._model.vectors_of([tokens[at] for at in some]), strict=True))
        return np.array([found[at] for at in range(len(tokens))], np.float64)

    def lengths(self, words: Iterable[str]) -> Array:
        """How much words count by how rare they are in English, up to 1; those that the model does not have are rare."""
        return np.array([self._length(word) for word in words])

    def _tokens(self, word: str) -> list[int]:
        if word.startswith("##"):
            return [self._places[each] for each in ("[CLS]", word, "[SEP]")]
        return self._model.tokens(MEANT.get(word, word))

    def _length(self, word: str) -> float:
        most = len(self._places)
        return math.log(2 + max(0, self._places.get(word, most) - COMMONEST)) / math.log(2 + most)


class Projection:
    """Onto the main directions of the sample, each of which then counts the same."""

    def __init__(self, sample: Array) -> None:
        self._middle = sample.mean(axis=0)
        _, sizes, directions = np.linalg.svd(sample - self._middle, full_matrices=False)
        main = directions[:DIMENSIONS]
        # A direction is as good as its opposite: the one is taken whose largest number is positive.
        largest = main[np.arange(DIMENSIONS), np.abs(main).argmax(axis=1)]
        usual = sizes[:DIMENSIONS] / math.sqrt(len(sample))
        self._directions = main * (np.sign(largest) / usual)[:, None]

    def rows(self, vectors: Array, lengths: Array) -> Array:
        """As the file has them: for each word its length, then two numbers a byte."""
        steps = np.floor((vectors - self._middle) @ self._directions.T * STEPS)
        halves = (np.clip(steps, -8, 7) + 8).astype(np.uint8)
        rare = np.rint(lengths * 255).astype(np.uint8)
        return np.column_stack([rare, halves[:, 0::2] * 16 + halves[:, 1::2]])


def main() -> None:
    folder = sentence_model.folder()
    if folder is None:
        sys.exit("The sentence model is not installed: `make model`.")
    words = WORDS.read_text(encoding="ascii").split()
    reader = Reader(folder)
    vectors = reader.vectors(words)
    rows = Projection(vectors[::SAMPLE]).rows(vectors, reader.lengths(words))
    ROWS.write_bytes(rows.tobytes())
    print(f"{len(words)} words in {ROWS.name}.")


if __name__ == "__main__":
    main()
