"""Words as search sees them: folded, split, stemmed. Pure; both indexes and the excerpts use the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from whoosh.analysis import STOP_WORDS
from whoosh.lang.porter import stem

from app.core.text.signs import compared

LONGEST_QUERY = 300
MOST_WORDS = 12

_WORD = re.compile(r"\w+")
_PHRASE = re.compile(r'"([^"]*)"')


def folded(text: str) -> str:
    """Lower case without accents and signs that nobody sees, and N₂ as n2: how words are compared."""
    apart = unicodedata.normalize("NFKD", compared(text).casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def plain_words(text: str) -> list[str]:
    """Every word, folded, in order."""
    return _WORD.findall(folded(text))


@lru_cache(maxsize=5_000)
def stemmed(word: str) -> str:
    """The stem of a folded English word: "bonding" and "bonds" share one."""
    return str(stem(word))


@lru_cache(maxsize=5_000)
def folded_and_stemmed(word: str) -> tuple[str, str]:
    """Both forms of a word as it stands in a text."""
    plain = folded(word)
    return plain, stemmed(plain)


def stems(text: str) -> list[str]:
    """The stems of a text's words in order, without the commonest words."""
    return [stemmed(word) for word in plain_words(text) if word not in STOP_WORDS]


@dataclass(frozen=True)
class Asked:
    """A query as it is meant: words, all of which are wanted, and phrases in quotation marks.

    There is no other syntax, so nothing a person types can be wrong.
    """

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]

    @property
    def empty(self) -> bool:
        return not self.words and not self.phrases

    @property
    def all_words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.words, *(word for phrase in self.phrases for word in phrase))))


#: Telephones and text processors bend what is typed.
_STRAIGHT = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))


def read_query(text: str) -> Asked:
    """What is asked for. Common words are left out unless there are no others."""
    text = text[:LONGEST_QUERY].translate(_STRAIGHT)
    phrases = tuple(
        together for found in _PHRASE.findall(text) if len(together := tuple(plain_words(found)[:MOST_WORDS])) > 1
    )
    words = list(
        dict.fromkeys(plain_words(_PHRASE.sub(lambda found: "" if len(plain_words(found[1])) > 1 else found[0], text)))
    )
    telling = [word for word in words if word not in STOP_WORDS]
    chosen = telling if telling or phrases else words
    return Asked(tuple(chosen[:MOST_WORDS]), phrases[:3])
