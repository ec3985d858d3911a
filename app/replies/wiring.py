"""Plugs replies into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, and what replies show on the pages of topics, issues, networks and home."""
    from app.replies import panels
    from app.replies.views import blueprint
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    offer("topics.topic.ribbon", panels.topic_ribbon)
    offer("topics.issue.ribbon", panels.issue_ribbon)
    offer("topics.list.strips", panels.topic_strips, order=10)
    offer("topics.issues.strips", panels.issue_strips, order=10)
    offer("topics.topic.main", panels.reply_to_topic, order=40)
    offer("topics.issue.main", panels.reply_to_issue, order=40)
    offer("networks.home.side", panels.home_of_network, order=50)
    offer("networks.nav", panels.nav, order=70)
    offer("networks.cycle.hindrances", panels.hindrances)
    offer("home.waiting", panels.waiting, order=40)
    offer("home.changed", panels.changed, order=10)
