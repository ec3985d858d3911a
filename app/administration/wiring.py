"""Plugs the administration into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, and the way to them."""
    from app.administration import panels
    from app.administration.views import blueprint
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    offer("administration.ways", panels.ways, order=50)
