"""Where a person may be sent after a form: to an address of this site, and nowhere else; and where they are now."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import request

from app.web.page.fragments import wants_fragment


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


def here() -> str:
    """The page that the reader has before them, to come back to: for a form or a part of a page, the page it stands on."""
    if request.method in {"GET", "HEAD"} and not wants_fragment():
        query = request.query_string.decode("latin-1")
        return own_path(quote(request.path, safe="/:@!$&'()*+,;=~") + (f"?{query}" if query else ""))
    try:
        stands_on = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    except ValueError:  # what a browser would not send
        return "/"
    if stands_on.netloc != request.host:
        return "/"
    return own_path(stands_on.path + (f"?{stands_on.query}" if stands_on.query else ""))
