"""Plugs joining by a link into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Its addresses are on the blueprint once they are imported; home, the members' page, letters and the clean-up."""
    from app.core import outbox
    from app.networks.joining import (
        jobs,
        panels,
        views,  # noqa: F401 -- its addresses
    )
    from app.networks.joining.services import LETTER, forget_requests
    from app.web.page.panels import offer
    from app.web.worker.jobs import periodically

    offer("networks.members.top", panels.on_members_page, order=10)
    outbox.register(LETTER, jobs.write_letter)
    periodically(app, "forget_join_requests", forget_requests, hour="3", minute="40")
