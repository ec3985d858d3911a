"""Words as search sees them: folded, split, stemmed. Pure; every engine and the excerpts use the same.

Scripts that put no space between words (Chinese, Japanese, Thai and their neighbours) are read as pairs of neighbouring
signs, so that a word is found wherever it stands in a sentence.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

import regex

from app.core.text.signs import compared
from app.search.indexes.stemming import stem

LONGEST_QUERY = 300
MOST_WORDS = 12
#: Longer words are cut: PostgreSQL takes none of more than two thousand bytes, and nobody types them.
LONGEST_WORD = 64
#: Raised when words are read otherwise than before: the worker then writes those of all entries anew.
READING = 1

#: English words that are in nearly every text.
STOP_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "for",
        "from",
        "have",
        "i",
        "if",
        "in",
        "is",
        "it",
        "may",
        "not",
        "of",
        "on",
        "or",
        "that",
        "the",
        "this",
        "to",
        "us",
        "we",
        "when",
        "will",
        "with",
        "yet",
        "you",
        "your",
    ]
)

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}_]+")
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_RUN = regex.compile(rf"[{_UNSPACED}\u30fc]+|[^{_UNSPACED}\u30fc]+")
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_TYPED = regex.compile(r'-?"[^"]*"|[^\s"]+|"')


def folded(text: str) -> str:
    """Lower case without accents and signs that nobody sees, and N₂ as n2: how words are compared."""
    apart = unicodedata.normalize("NFKD", compared(text).casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def plain_words(text: str) -> list[str]:
    """Every word, folded, in order."""
    return [part for word in _WORD.findall(folded(text)) for part in _parts(word, whole=True)]


def is_unspaced(word: str) -> bool:
    """Whether it is of a script that puts no space between words."""
    return _IS_UNSPACED.match(word) is not None


def _parts(word: str, *, whole: bool) -> Iterator[str]:
    if word.isascii():
        yield word[:LONGEST_WORD]
        return
    for run in _RUN.findall(word):
        if not is_unspaced(run):
            yield run[:LONGEST_WORD]
            continue
        yield from (one + other for one, other in pairwise(run))
        if whole or len(run) == 1:
            yield run[-1]  # so that a single sign is found, as the beginning of a pair or here


@lru_cache(maxsize=5_000)
def stemmed(word: str) -> str:
    """The stem of a folded English word: "bonding" and "bonds" share one."""
    return stem(word)


@lru_cache(maxsize=5_000)
def folded_and_stemmed(word: str) -> tuple[str, str]:
    """Both forms of a word as it stands in a text."""
    plain = folded(word)
    return plain, stemmed(plain)


def stems(text: str) -> list[str]:
    """The stems of a text's words in order, without the commonest words."""
    return [stemmed(word) for word in plain_words(text) if word not in STOP_WORDS]


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """A query as it is meant: words, all of which are wanted, phrases in quotation marks, beginnings with a star, and
    what must not stand there, with a minus. Nothing else is syntax, so nothing a person types can be wrong.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    beginnings: tuple[str, ...] = ()
    #: None of these; a phrase of one is a word.
    without: tuple[Phrase, ...] = ()
    #: Of each of these groups at least one.
    any_of: tuple[tuple[str, ...], ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.words or self.phrases or self.beginnings or self.without or self.any_of)

    @property
    def all_words(self) -> tuple[str, ...]:
        """What is marked where it is found."""
        together = (word for phrase in (*self.phrases, *self.any_of) for word in phrase)
        return tuple(dict.fromkeys((*self.words, *together, *(f"{each}*" for each in self.beginnings))))


#: Telephones and text processors bend what is typed.
_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("−–—", "-"))


@dataclass
class _Reading:
    words: list[str] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    beginnings: list[str] = field(default_factory=list)
    without: list[Phrase] = field(default_factory=list)

    def take(self, typed: str) -> None:
        quoted = typed.strip("-").startswith('"')
        parts = [tuple(_parts(word, whole=False)) for word in _WORD.findall(folded(typed))]
        every = tuple(part for each in parts for part in each)[:MOST_WORDS]
        if typed.startswith("-") and every and typed[1:2] not in ("", "-"):
            self.without.append(every)
        elif quoted and len(every) > 1:
            self.phrases.append(every)
        else:
            self._take_apart(parts, starred=typed.endswith("*"))

    def _take_apart(self, parts: list[Phrase], *, starred: bool) -> None:
        for at, part in enumerate(parts, 1):
            if len(part) > 1:
                self.phrases.append(part)
            elif (starred and at == len(parts) and len(part[0]) > 1) or (is_unspaced(part[0]) and len(part[0]) == 1):
                self.beginnings.append(part[0])
            else:
                self.words.append(part[0])


def read_query(text: str) -> Asked:
    """What is asked for. Common words are left out unless there are no others."""
    reading = _Reading()
    for typed in _TYPED.findall(text[:LONGEST_QUERY].translate(_STRAIGHT)):
        reading.take(typed)
    words = list(dict.fromkeys(reading.words))
    telling = [word for word in words if word not in STOP_WORDS]
    chosen = telling if telling or reading.phrases or reading.beginnings else words
    return Asked(
        tuple(chosen[:MOST_WORDS]),
        tuple(dict.fromkeys(reading.phrases))[:4],
        tuple(dict.fromkeys(reading.beginnings))[:4],
        tuple(dict.fromkeys(reading.without))[:MOST_WORDS],
    )
