"""Similar topics and issues while one is being written: the fragment that the raise pages include."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.permissions import require
from app.networks import queries as networks
from app.topics import queries
from app.topics.policy import Permission
from app.topics.views._blueprint import blueprint
from app.web.actor import actor


@blueprint.route("/similar", methods=["GET", "POST"])
def similar(slug: str) -> ResponseReturnValue:
    """GET for the title alone, as it is typed; POST for title and statement, which may be long."""
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.RAISE, network)
    text = f"{request.values.get('title', '')} {request.values.get('statement_md', '')}"
    found = queries.similar(network, text, seen_by=actor())
    return render_template("topics/_similar.html", network=network, similar=found, asked=request.method == "POST")
