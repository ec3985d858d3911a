"""The data of a network: the whole module's figures, and how they are made."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.analytics import queries
from app.analytics.charts import weekly_csv
from app.analytics.current_store import store
from app.analytics.panels import figures_of
from app.analytics.policy import Permission
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.networks import queries as networks
from app.topics import queries as topics
from app.web.actor import actor

blueprint = Blueprint("analytics", __name__, template_folder="templates")


@blueprint.get("/networks/<slug>/topics/<int:number>/figures.csv")
def figures_csv(slug: str, number: int) -> ResponseReturnValue:
    """The chart of a topic as a table for a spreadsheet: the same question, and the same figures."""
    network = networks.network(slug, seen_by=actor())
    topic = topics.topic(network, number, seen_by=actor())
    mapping = queries.topic_mapping(topic, seen_by=actor())
    catalogue = store().catalogue_for(network.module.code)
    if mapping is None or catalogue is None:
        raise NotFound(
            gettext("This topic has no figures yet."), gettext("They come with its mapping, and with a dataset.")
        )
    overlay = queries.figures_of_topic(network.module.code, topic, mapping, catalogue, seen_by=actor())
    made = weekly_csv(overlay, queries.live_markers(topic, seen_by=actor()))
    answer = Response(made, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-topic-{number}-figures.csv"'
    return answer


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
