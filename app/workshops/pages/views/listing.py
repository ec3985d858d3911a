"""The list of a network's workshops."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.networks import queries as networks
from app.web.actor import actor
from app.workshops.context import blueprint
from app.workshops.lifecycle import UNDER_WAY, WORKSHOP
from app.workshops.pages.queries.listing import workshops
from app.workshops.policy import Permission


@blueprint.get("/networks/<slug>/workshops")
def listing(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    lines = workshops(network, seen_by=actor())
    current = [each for each in lines if each.state in UNDER_WAY or each.state == "draft"]
    return render_template(
        "workshops/pages/listing.html",
        network=network,
        current=current,
        over=lines[len(current) :],
        lifecycle=WORKSHOP,
        Permission=Permission,
    )
