"""Cookies of our own beside the session's: named so that a browser keeps them to this site, where it is spoken to by TLS.

`__Host-` binds a cookie to this host and to no other of its domain; `__Secure-`, for those that go to some pages only,
to TLS (RFC 6265bis, section 4.1.3). Without TLS a browser would refuse either.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Response, current_app, request


def prefixed(name: str, *, secure: bool, path: str = "/") -> str:
    if not secure:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


def read(name: str, path: str = "/") -> str:
    """What the browser kept; "" for nothing. `path` is the one under which it was given."""
    return request.cookies.get(prefixed(name, secure=_secure(), path=path), "")


def keep(answer: Response, name: str, value: str, lasts: timedelta, path: str = "/") -> Response:
    """Give the browser a cookie that no script reads, for the pages under `path`."""
    named = prefixed(name, secure=_secure(), path=path)
    answer.set_cookie(named, value, max_age=lasts, path=path, secure=_secure(), httponly=True, samesite="Lax")
    return answer


def _secure() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
