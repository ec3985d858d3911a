"""Fragments: the same markup as in the page, returned alone when htmx asks."""

from __future__ import annotations

from flask import request


def wants_fragment() -> bool:
    """Whether htmx asked for a part. A boosted or history request wants the whole page."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
