"""The data of a network: the whole module's figures, and how they are made."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from app.analytics import queries
from app.analytics.panels import figures_of
from app.analytics.policy import Permission
from app.networks import queries as networks
from app.web.actor import actor

blueprint = Blueprint("analytics", __name__, template_folder="templates")


@blueprint.get("/networks/<slug>/data")
def module(slug: str) -> ResponseReturnValue:
    """The module page: the same charts as on a topic, for the whole module."""
    network = networks.network(slug, seen_by=actor())
    overlay = queries.module_overlay(network, seen_by=actor())
    people = networks.responsible_people(network, seen_by=actor())
    figures = figures_of(overlay, ()) if overlay else None
    return render_template(
        "analytics/module.html",
        network=network,
        overlay=overlay,
        figures=figures,
        responsible=people,
        Permission=Permission,
    )
