"""Small matters of wording that several features share. Pure."""

from __future__ import annotations

import re
from unicodedata import bidirectional

_SINGLE = str.maketrans("“”", "‘’")


def isolated(words: str) -> str:
    """Words inside a sentence of ours, where no element can stand around them. From right to left they keep to themselves."""
    if words.isascii() or not any(bidirectional(sign) in {"R", "AL"} for sign in words):
        return words
    # The signs that HTML's <bdi> stands for: first strong isolate, pop directional isolate.
    return f"\u2068{words}\u2069"


def quoted(title: str) -> str:
    """A title in quotation marks; those that it brings along become single ones inside."""
    inner = title[1:-1] if re.fullmatch(r"“[^“”]*”", title) else title
    return f"“{isolated(inner.translate(_SINGLE))}”"
