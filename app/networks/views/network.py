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
    return render_template(
        "networks/network.html",
        network=found,
        cycle=queries.current_cycle(found.id, seen_by=actor()),
        dates=queries.critical_dates(found.id, seen_by=actor()),
        responsible=queries.responsible_people(found, seen_by=actor()),
        totals=queries.role_totals(found, seen_by=actor()),
        stages=list(STAGES.items()),
        role_names=ROLE_NAMES,
        Permission=Permission,
    )
