"""Plugs replies into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, and what replies show on the pages of topics, issues, networks and home."""
    from app.replies import panels
    from app.replies.views import blueprint
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    offer("topics.topic.reply", panels.reply_to_topic)
    offer("topics.issue.reply", panels.reply_to_issue)
    offer("networks.home.side", panels.home_of_network, order=50)
    offer("networks.nav", panels.nav, order=70)
    offer("networks.cycle.hindrances", panels.hindrances)
