"""The front page of a network."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.networks import queries
from app.networks.lifecycle import STAGES
from app.networks.policy import Permission
from app.networks.queries.people import ROLE_NAMES
from app.networks.views.routes import blueprint
from app.web.actor import actor


@blueprint.get("/networks/<slug>")
def network(slug: str) -> ResponseReturnValue:
    found = queries.network(slug, seen_by=actor())
    totals = queries.role_totals(found, seen_by=actor())
    return render_template(
        "networks/network.html",
        network=found,
        glance=queries.glance(found, seen_by=actor()),
        responsible=queries.responsible_people(found, seen_by=actor()),
        totals=[(ROLE_NAMES[role], count) for role, count in totals.items()],
        stages=list(STAGES.items()),
        Permission=Permission,
    )
