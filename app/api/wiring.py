"""Plugs the API into the application."""

from __future__ import annotations

from flask import Flask

from app.api.views import blueprint


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
