"""Plugs the contents of long discussions into their page."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Beside the discussion."""
    from app.forums.contents import panels
    from app.web.page.panels import offer

    offer("forums.discussion.contents", panels.contents)
