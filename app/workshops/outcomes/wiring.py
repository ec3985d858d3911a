"""Plugs outcomes and the write-up into the application."""

from __future__ import annotations

from flask import Flask

from app.web.page.panels import offer
from app.workshops.outcomes import panels, views  # noqa: F401 - their addresses
from app.workshops.outcomes.write_up import views as write_up  # noqa: F401 - their addresses


def init_app(_app: Flask) -> None:
    offer("topics.topic.history", panels.of_topic, order=20)
    offer("topics.issue.history", panels.of_issue, order=20)
    offer("interventions.intervention.side", panels.of_intervention, order=20)
    offer("actions.action.side", panels.of_action, order=20)
