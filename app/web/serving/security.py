"""Headers of every answer: nothing inline, nothing foreign, nothing kept by strangers."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask, Response, request

from app.web.serving.cookies import over_tls
from app.web.serving.stream_origin import streams_for

RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}

#: A browser that has come by https once asks by nothing else from then on.
ONE_YEAR = "max-age=31536000"


@lru_cache(maxsize=64)
def policy(streams: str = "") -> str:
    """The policy as a header says it. The rooms' stream may come from another port, and from nowhere else."""
    rules = RULES | {"connect-src": f"{RULES['connect-src']} {streams}".strip()}
    return "; ".join(f"{what} {where}" for what, where in rules.items())


def init_app(app: Flask) -> None:
    streams = app.extensions["settings"].stream_origin

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy(streams_for(streams, request.host)))
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        if over_tls():
            response.headers.setdefault("Strict-Transport-Security", ONE_YEAR)
        return response
