"""Plugs the standing of things into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """The desk, and what pages of topics, issues and home show of where things stand."""
    from app.standing import panels
    from app.standing.desk import panels as desk
    from app.standing.desk.views import blueprint
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    offer("frame.links", desk.link, order=5)

    offer("topics.topic.standing", panels.of_topic)
    offer("topics.issue.standing", panels.of_issue)
    offer("topics.topic.sentences", panels.topic_sentences)
    offer("topics.issue.sentences", panels.issue_sentences)
    offer("topics.list.strips", panels.topic_strips, order=10)
    offer("topics.issues.strips", panels.issue_strips, order=10)
    offer("replies.reply.ribbon", panels.ribbon)
    offer("replies.unanswered", panels.unanswered)
    offer("interventions.intervention.wait", panels.wait_of_intervention)
    offer("actions.action.wait", panels.wait_of_action)
    offer("replies.reply.wait", panels.wait_of_reply)
    offer("home.waiting", panels.waiting, order=20)
    offer("networks.members.leaving", panels.on_leaving)
