"""Plugs reactions into the application."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Their address is on the forums' blueprint once it is imported; with a post goes what was said of it."""
    from app.core.events import listen
    from app.forums.events import PostRemoved
    from app.forums.reactions import (
        listeners,
        views,  # noqa: F401 -- its address
    )

    listen(PostRemoved, listeners.post_removed)
