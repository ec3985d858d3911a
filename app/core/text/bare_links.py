"""Bare addresses in Markdown: found before any mark in them is read, so that `_`, `*`, `~` and `&` stay what they are.

An address goes on until a space or a sign that no address holds. Its brackets are balanced: one that is closed but was
never opened, or opened but never closed, belongs to the sentence around it, as do the full stop, the closing quotation
mark and the stars at its end. In angle brackets it is the same link, whatever stands behind it.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from app.core.text.signs import without_unseen_end

#: What a browser and its history still take; what follows it is text.
LONGEST = 2_000
#: Deeper than any address goes. With it the signs of a text are read so many times at most.
DEEPEST = 20

_SCHEME = re.compile(r"https?$", re.IGNORECASE)
_BEGINNING = re.compile(r"https?://(?=[^\W_]|\[)", re.IGNORECASE)
_WITHIN = re.compile(r"[^\s<>\"“”„«»`\\\x00-\x1f]*")
_CLOSING = {
    ")": "(",
    "]": "[",
    "}": "{",
    "）": "（",
    "］": "［",
    "」": "「",
    "』": "『",
    "】": "【",
    "》": "《",
    "〉": "〈",
    "›": "‹",
}
_BRACKET = re.compile("[" + re.escape("".join({*_CLOSING, *_CLOSING.values()})) + "]")
#: At its end these are the sentence's, or emphasis that was opened before it.
_AFTER = ".,:;!?…。，、！？：；'‘’*_~|–—"


def end_of_address(text: str, start: int, most: int | None = None) -> int | None:
    """Where the address ends that begins at `start`; None if none does."""
    begun = _BEGINNING.match(text, start)
    if begun is None:
        return None
    first = begun.end()
    within = _WITHIN.match(text, first, min(len(text) if most is None else most, start + LONGEST))
    furthest = _balanced_until(text, first, within.end()) if within else first
    end = first + len(without_unseen_end(text[first:furthest], _AFTER))
    return end if end > first else None


def _balanced_until(text: str, start: int, end: int) -> int:
    """Before the first bracket that has no counterpart."""
    opened: list[tuple[str, int]] = []
    for bracket in _BRACKET.finditer(text, start, end):
        sign = bracket[0]
        if sign not in _CLOSING:
            opened.append((sign, bracket.start()))
            if len(opened) > DEEPEST:
                break
        elif opened and opened[-1][0] == _CLOSING[sign]:
            opened.pop()
        else:
            end = bracket.start()
            break
    return opened[0][1] if opened else end


def install(md: MarkdownIt) -> None:
    """Teach the parser bare addresses, before everything that reads marks."""
    md.inline.ruler.after("text", "bare_addresses", _bare_address)
    md.inline.ruler.before("autolink", "bracketed_addresses", _bracketed_address)


def _bare_address(state: StateInline, silent: bool) -> bool:
    # Text is read up to a colon; what stands before it has been taken for words already.
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src, max(0, state.pos - 5), state.pos)
    if scheme is None:
        return False
    end = end_of_address(state.src, scheme.start(), state.posMax)
    if end is None or not (silent or state.pending.endswith(scheme[0])):
        return False
    if not silent:
        state.pending = state.pending.removesuffix(scheme[0])
        _push_link(state, state.src[scheme.start() : end])
    state.pos = end
    return True


def _bracketed_address(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    end = end_of_address(state.src, state.pos + 1, state.posMax)
    if end is None or state.src[end : end + 1] != ">":
        return False
    if not silent:
        _push_link(state, state.src[state.pos + 1 : end])
    state.pos = end + 1
    return True


def _push_link(state: StateInline, address: str) -> None:
    state.push("link_open", "a", 1).attrs = {"href": address}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
