"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.workshops.views import blueprint


def init_app(app: Flask) -> None:
    """Register the blueprint."""
    app.register_blueprint(blueprint)
