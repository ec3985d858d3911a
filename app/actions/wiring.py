"""Plugs this feature into the application."""

from __future__ import annotations

from flask import Flask

from app.actions import listeners, panels
from app.actions.cli import commands
from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.actions.policy import visible_actions
from app.actions.reminding import remind_owners
from app.actions.views import blueprint
from app.core.events import listen
from app.networks.naming.numbered import Numbered
from app.topics.events import IssueRaised, TopicsMerged
from app.web.page.panels import offer
from app.web.worker.jobs import periodically


def init_app(app: Flask) -> None:
    """Register blueprint, listeners, panels, the daily reminders and commands."""
    app.register_blueprint(blueprint)
    Numbered("A", "action", "actions", Action, visible_actions, ACTION.label).register()
    listen(TopicsMerged, listeners.follow_merged_topic)
    listen(IssueRaised, listeners.follow_moved_topic)
    app.cli.add_command(commands)
    periodically(app, "remind_owners", remind_owners, hour="6", minute="0")
    offer("actions.action.side", panels.mentioned, order=90)
    offer("networks.nav", panels.nav, order=40)
    offer("interventions.intervention.main", panels.for_intervention, order=20)
    offer("topics.topic.main", panels.for_topic, order=30)
    offer("topics.topic.sections", panels.sections, order=30)
    offer("topics.issue.sections", panels.sections, order=30)
    offer("topics.issue.main", panels.for_issue, order=30)
    offer("networks.write", panels.ways_to_write, order=40)
    offer("networks.home.side", panels.on_network_home, order=20)
