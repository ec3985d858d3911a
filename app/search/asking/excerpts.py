"""The part of a text that shows why it was found, with the found words marked. Safe HTML from plain text."""

from __future__ import annotations

import re
from functools import lru_cache

import regex
from markupsafe import Markup, escape

from app.search.indexes.language import folded_and_stemmed, is_unspaced, stemmed

#: A word as it stands in a text, with what nobody sees of it: a soft hyphen, a sign that joins or parts letters.
_WORD = regex.compile(r"[\p{L}\p{N}_]+(?:\p{Default_Ignorable_Code_Point}+[\p{L}\p{N}_]+)*")
LENGTH = 240


@lru_cache(maxsize=1024)
def marked(text: str, words: tuple[str, ...]) -> Markup:
    """A title with each word that is one of `words`, or shares its stem, in <mark>. Many results share one."""
    return _marked(text, _found_in(text, words))


def excerpt(text: str, words: tuple[str, ...], length: int = LENGTH) -> Markup:
    """About `length` characters around the first found word, marked; the beginning where none is found."""
    found = _found_in(text, words)
    first = found.search(text)
    start = _word_start(text, max(0, first.start() - length // 3)) if first else 0
    part = text[start : start + length]
    if start + length < len(text):
        part = part.rsplit(" ", 1)[0] + " …"
    return _marked(("… " if start else "") + part, found)


def _found_in(text: str, words: tuple[str, ...]) -> re.Pattern[str]:
    """What finds those words in the text. Each different word of it is looked at once: a text repeats most of them."""
    wanted, begun = _wanted(words)
    forms = []
    for form in set(_WORD.findall(text)):
        plain, stem = folded_and_stemmed(form)
        if plain in wanted or stem in wanted or (begun and plain.startswith(begun)):
            forms.append(form)
    return _any_of(frozenset(forms), tuple(word for word in words if is_unspaced(word)))


@lru_cache(maxsize=256)
def _wanted(words: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words, with their stems; and beginnings, which have a star behind them."""
    whole = [word for word in words if not word.endswith("*")]
    return frozenset({*whole, *map(stemmed, whole)}), tuple(word[:-1] for word in words if word.endswith("*"))


@lru_cache(maxsize=256)
def _any_of(forms: frozenset[str], within: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of the forms as a whole word, and what stands in a script without spaces wherever it does."""
    whole = [rf"\b(?:{'|'.join(sorted(forms, reverse=True))})\b"] if forms else []
    parts = [*whole, *(re.escape(word.rstrip("*")) for word in within)]
    return re.compile(f"({'|'.join(parts)})" if parts else r"(?!)()")


def _marked(text: str, found: re.Pattern[str]) -> Markup:
    parts: list[str] = [escape(part) for part in found.split(text)]
    parts[1::2] = [f"<mark>{word}</mark>" for word in parts[1::2]]  # every second one was found
    return Markup("".join(parts))  # noqa: S704 -- escaped above


def _word_start(text: str, at: int) -> int:
    """The beginning of the word at this place, or of the next one."""
    return at if at == 0 or (gap := text.find(" ", at, at + 40)) < 0 else gap + 1
