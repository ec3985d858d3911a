"""Plugs the administration into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, the way to them, and what waits for an administrator."""
    from app.administration import panels
    from app.administration.views import blueprint
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    offer("administration.ways", panels.ways, order=50)
    offer("home.waiting", panels.waiting, order=90)
