"""Plugs answers and summaries into the application."""

from __future__ import annotations

from flask import Flask


def init_app(_app: Flask) -> None:
    """Its addresses are on the forums' blueprint once they are imported; and what stands over a discussion."""
    from app.forums.summing_up import (
        panels,
        views,  # noqa: F401 -- its addresses
    )
    from app.web.page.panels import offer

    offer("forums.post.options", panels.answer_option, order=10)
    offer("forums.discussion.landmarks", panels.landmarks, order=10)
    offer("forums.discussion.head", panels.head_of_discussion, order=10)
