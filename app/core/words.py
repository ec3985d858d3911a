"""Small matters of wording that several features share. Pure."""

from __future__ import annotations

import re

_SINGLE = str.maketrans("“”", "‘’")


def quoted(title: str) -> str:
    """A title in quotation marks; those that it brings along become single ones inside."""
    inner = title[1:-1] if re.fullmatch(r"“[^“”]*”", title) else title
    return f"“{inner.translate(_SINGLE)}”"
