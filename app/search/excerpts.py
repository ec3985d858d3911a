"""The part of a text that shows why it was found, with the found words marked. Safe HTML from plain text."""

from __future__ import annotations

import re
from collections.abc import Collection

from markupsafe import Markup, escape

from app.search.language import folded, stemmed

_WORD = re.compile(r"\w+")
LENGTH = 240


def marked(text: str, words: Collection[str]) -> Markup:
    """The text with each word that is one of `words`, or shares its stem, in <mark>."""
    wanted = {stemmed(word) for word in words} | set(words)
    parts, at = [], 0
    for found in _WORD.finditer(text):
        word = folded(found[0])
        if word in wanted or stemmed(word) in wanted:
            parts += [escape(text[at : found.start()]), Markup("<mark>{}</mark>").format(found[0])]
            at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def excerpt(text: str, words: Collection[str], length: int = LENGTH) -> Markup:
    """About `length` characters around the first found word, marked; the beginning where none is found."""
    wanted = {stemmed(word) for word in words} | set(words)
    first = next(
        (f.start() for f in _WORD.finditer(text) if folded(f[0]) in wanted or stemmed(folded(f[0])) in wanted), 0
    )
    start = _word_start(text, max(0, first - length // 3))
    part = text[start : start + length]
    if start + length < len(text):
        part = part.rsplit(" ", 1)[0] + " …"
    return marked(("… " if start else "") + part, words)


def _word_start(text: str, at: int) -> int:
    """The beginning of the word at this place, or of the next one."""
    return at if at == 0 or (gap := text.find(" ", at, at + 40)) < 0 else gap + 1
