"""Where a person may be sent after a form: to an address of this site, and nowhere else."""

from __future__ import annotations

from urllib.parse import urlsplit


def own_path(target: str | None, otherwise: str = "/") -> str:
    """`target` if it is a path of this site with at most a query; `otherwise` for anything else.

    Browsers read a backslash as a slash and skip control characters, so both are refused.
    """
    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return otherwise
    if any(ord(each) < 32 or ord(each) == 127 for each in target):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target
