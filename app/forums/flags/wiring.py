"""Plugs flags into the application."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Its addresses are on the forums' blueprint once they are imported; and the way to flag a post."""
    from app.forums.flags import (
        panels,
        views,  # noqa: F401 -- its addresses
    )
    from app.web.page.panels import offer

    offer("forums.post.options", panels.flag_option, order=90)
