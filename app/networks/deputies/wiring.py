"""Plugs deputies into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Its address is on the blueprint once it is imported; and each hour, whose time is over."""
    from app.networks.deputies import (
        services,
        views,  # noqa: F401 -- its address
    )
    from app.web.worker.jobs import periodically

    periodically(app, "end_deputies", services.end_deputies, minute="5")
