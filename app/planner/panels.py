"""What the study planner shows on the network's pages, and its step of setting one up."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.networks.models import LearningNetwork
from app.planner import queries
from app.web.page.fragments import fragment
from app.web.page.panels import SetUpStep


def step(actor: Actor, network: LearningNetwork) -> list[SetUpStep]:
    done = bool(queries.planned(network, seen_by=actor))
    return [SetUpStep(gettext("Study planner"), url_for("planner.change", slug=network.slug), done, optional=True)]


def on_network_home(actor: Actor, network: LearningNetwork) -> Markup | None:
    """Where students are this week, or when they begin; nothing without a planner."""
    now = queries.studied_now(network, seen_by=actor)
    return None if now is None else fragment("planner/_now.html", now=now, network=network, today=clock.today())
