"""Plugs the study planner into the application."""

from __future__ import annotations

from flask import Flask

from app.planner import panels
from app.planner.views import blueprint
from app.web.page.panels import offer


def init_app(app: Flask) -> None:
    """Pages, the step of setting a network up, and a block on its front page."""
    app.register_blueprint(blueprint)
    offer("networks.set_up.steps", panels.step, order=50)
    offer("networks.home.side", panels.on_network_home, order=10)
