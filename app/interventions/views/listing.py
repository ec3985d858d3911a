"""The pipeline and one intervention."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.interventions import queries
from app.interventions.lifecycle import INTERVENTION, STAGES
from app.interventions.policy import Permission
from app.interventions.views.page import blueprint, intervention_at, show
from app.networks import queries as networks
from app.web.actor import actor


@blueprint.get("/networks/<slug>/interventions")
def interventions(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    key = request.args.get("stage", "")
    words = {"network": network, "lifecycle": INTERVENTION, "Permission": Permission, "stage_key": key}
    if not key:
        stages = queries.pipeline(network, seen_by=actor())
        return render_template("interventions/interventions.html", stages=stages, page=None, **words)
    if key not in {name for name, _, _ in STAGES}:
        raise NotFound(gettext("There is no such stage."), gettext("Go back to the list of interventions."))
    stages, page = queries.stage(network, key, request.args.get("after"), seen_by=actor())
    return render_template("interventions/interventions.html", stages=stages, page=page, **words)


@blueprint.get("/networks/<slug>/interventions/<int:number>")
def intervention(slug: str, number: int) -> ResponseReturnValue:
    return show(intervention_at(slug, number))
