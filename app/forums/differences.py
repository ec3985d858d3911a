"""What changed between two texts, word by word; pure, and bounded whatever the texts are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

_WORD = re.compile(r"\S+\s*|\s+")
#: Comparing costs up to the product of the two lengths; above this the whole middle counts as changed.
MOST_WORK = 1_000_000


@dataclass(frozen=True)
class Piece:
    """Some words that stayed ("same"), went ("gone") or came ("new")."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """How `before` became `after`. The "same" and "new" pieces joined are `after`, word for word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle = _compare(old[head : len(old) - tail], new[head : len(new) - tail])
    ends = new[:head], new[len(new) - tail :]
    pieces = [("same", ends[0]), *middle, ("same", ends[1])]
    return [Piece(kind, "".join(words)) for kind, words in pieces if words]


def _common(old: list[str], new: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _compare(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    if len(old) * len(new) > MOST_WORK:
        return [("gone", old), ("new", new)]
    pieces: list[tuple[str, list[str]]] = []
    for tag, old_from, old_to, new_from, new_to in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            pieces.append(("same", new[new_from:new_to]))
        else:
            pieces += [("gone", old[old_from:old_to]), ("new", new[new_from:new_to])]
    return pieces
