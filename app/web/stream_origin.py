"""Where a browser finds the rooms' streams: behind the site's own address, or on another port of the same machine.

Whoever opened the site by another name of this machine, localhost instead of 127.0.0.1, finds them by that name too: a
cookie is sent to the name it came from and to no other.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from flask import request

from config import Settings

#: Names by which a machine calls itself. A request's own name counts only if it is one of them.
OWN_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})


def stream_origin(settings: Settings) -> str:
    """Scheme, host and port of the streams for whoever asks now; "" where they are behind the site's own address."""
    return by_own_name(settings.stream_origin, request.host)


def pages_origin(settings: Settings) -> str:
    """Scheme, host and port of the pages that belong to whoever asks for a stream now."""
    return by_own_name(settings.base_url.rstrip("/"), request.host)


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
