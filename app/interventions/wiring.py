"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.interventions import panels
from app.interventions.views import blueprint
from app.web.panels import offer


def init_app(app: Flask) -> None:
    """Register blueprint and panels."""
    app.register_blueprint(blueprint)
    offer("networks.nav", panels.nav, order=30)
    offer("topics.topic.main", panels.for_topic, order=20)
    offer("topics.issue.main", panels.for_issue, order=20)
    offer("networks.home.main", panels.on_network_home, order=30)
    offer("home.waiting", panels.waiting, order=30)
    offer("home.changed", panels.changed, order=30)
