"""Where a browser finds the rooms' streams: behind the site's own address, or on another port of the same machine.

Whoever opened the site by another name of this machine, localhost instead of 127.0.0.1, finds them by that name too: a
cookie is sent to the name it came from and to no other.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, request
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.site.in_force import in_force
from config import Settings

#: Names by which a machine calls itself. A request's own name counts only if it is one of them.
OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


def stream_origin(settings: Settings) -> str:
    """Scheme, host and port of the streams for whoever asks now; "" where they are behind the site's own address."""
    return streams_for(settings.stream_origin, request.host)


def pages_origin() -> str:
    """Scheme, host and port of the pages that belong to whoever asks for a stream now."""
    return by_own_name(in_force().url, request.host)


def serve_only(app: Flask, endpoints: Collection[str]) -> None:
    """Answer nothing else: where a process has a port of its own, what it is not meant for is not to be had there."""

    def refuse() -> ResponseReturnValue | None:
        return (
            None
            if request.endpoint in endpoints
            else (gettext("There is nothing here.\n"), 404, {"Content-Type": "text/plain"})
        )

    # Before anything is looked up for whoever asks.
    app.before_request_funcs.setdefault(None, []).insert(0, refuse)


@lru_cache(maxsize=64)
def streams_for(origin: str, asked_host: str) -> str:
    """The same for streams. A port of this machine is nothing to browsers elsewhere: a proxy brings them the streams."""
    elsewhere = not is_own_name(asked_host) and is_own_name(urlsplit(origin).netloc)
    return "" if elsewhere else by_own_name(origin, asked_host)


def is_own_name(host: str) -> bool:
    """Whether this host, perhaps with a port, is the machine's name for itself."""
    try:
        return urlsplit(f"//{host}").hostname in OWN_NAMES
    except ValueError:
        return False


@lru_cache(maxsize=64)
def by_own_name(origin: str, asked_host: str) -> str:
    """The origin by the name that a request came to, if both are names of this machine; else as it is set."""
    try:
        asked, known = urlsplit(f"//{asked_host}").hostname, urlsplit(origin)
    except ValueError:
        return origin  # a host that is none
    if asked == known.hostname or not {asked, known.hostname} <= OWN_NAMES:
        return origin
    host = f"[{asked}]" if asked == "::1" else asked
    return f"{known.scheme}://{host}:{known.port}" if known.port else f"{known.scheme}://{host}"
