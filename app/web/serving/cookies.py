"""Cookies of our own beside the session's: named so that a browser keeps them to this site, where it is spoken to by TLS.

`__Host-` binds a cookie to this host and to no other of its domain; `__Secure-`, for those that go to some pages only,
to TLS (RFC 6265bis, section 4.1.3). Without TLS a browser would refuse either.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface

from app.core.site.in_force import known
from app.web.serving.stream_origin import is_own_name


def prefixed(name: str, *, secure: bool, path: str = "/") -> str:
    if not secure:
        return name
    return f"__Host-{name}" if path == "/" else f"__Secure-{name}"


def read(name: str, path: str = "/") -> str:
    """What the browser kept; "" for nothing. `path` is the one under which it was given."""
    return request.cookies.get(prefixed(name, secure=over_tls(), path=path), "")


def keep(answer: Response, name: str, value: str, lasts: timedelta, path: str = "/") -> Response:
    """Give the browser a cookie that no script reads, for the pages under `path`."""
    named = prefixed(name, secure=over_tls(), path=path)
    answer.set_cookie(named, value, max_age=lasts, path=path, secure=over_tls(), httponly=True, samesite="Lax")
    return answer


def over_tls() -> bool:
    """Whether whoever asks now speaks to the site by TLS.

    Where the environment says so, everybody does. Where the settings page says so, all do but those at the machine itself,
    who would otherwise be shut out by a mistake in the address.
    """
    if current_app.extensions["settings"].over_tls:
        return True
    return known().url.startswith("https://") and not is_own_name(request.host)


class SessionCookie(SecureCookieSessionInterface):
    """Flask's, with the name and the mark that go with how the site is reached at this moment."""

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 -- Flask's signature
        return prefixed("session", secure=over_tls())

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002
        return over_tls()
