"""The tutorial as a test reads it: its steps, whom each lets sign in, and the words it says stand on the pages."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "once-round-the-loop.md"

_PART = re.compile(r"^## (\d)\. ")
_STEP = re.compile(r"^(\d+)\. ")
_SHOWN = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_LOGIN = re.compile(r"`([\w.]+)@example\.org`")


class Step:
    """One numbered step. What a test takes from it is noted, so that nothing it says goes unread."""

    def __init__(self, text: str) -> None:
        self._shown = _SHOWN.findall(text)
        self._logins = _LOGIN.findall(text)
        self.unread = {*self._shown, *self._logins}

    def shown(self, words: str) -> str:
        """These words, which the step says stand on a page."""
        assert words in self._shown, f"The tutorial says {self._shown}, not {words!r}."
        self.unread.discard(words)
        return words

    def login(self) -> str:
        """The one who signs in here."""
        (only,) = set(self._logins)
        self.unread.discard(only)
        return only


def steps() -> dict[tuple[int, int], Step]:
    """Every step by its part and number."""
    texts: dict[tuple[int, int], list[str]] = {}
    part = number = 0
    for line in TEXT.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            began = _PART.match(line)
            part, number = (int(began[1]), 0) if began else (0, 0)
        elif part:
            if began := _STEP.match(line):
                number = int(began[1])
            if number:
                texts.setdefault((part, number), []).append(line.strip())
    return {place: Step(" ".join(lines)) for place, lines in texts.items()}
