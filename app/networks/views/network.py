"""The front page of a network."""

from __future__ import annotations

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.networks import queries
from app.networks.lifecycle import STAGES, STAGES_SAY
from app.networks.policy import Permission
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.fragments import kept


@blueprint.get("/networks/<slug>")
def network(slug: str) -> ResponseReturnValue:
    found = queries.network(slug, seen_by=actor())
    glance = queries.glance(found, seen_by=actor())
    return render_template(
        "networks/network.html",
        network=found,
        glance=glance,
        ribbon=_ribbon(glance.stage, glance.cycle_number) if glance.stage else "",
        Permission=Permission,
    )


@kept
def _ribbon(stage: str, number: int | None) -> Markup:
    macro = current_app.jinja_env.get_template("components/loop.html").module.cycle_ribbon  # type: ignore[attr-defined]
    drawn = macro(list(STAGES.items()), stage, f"Stages of cycle {number}", STAGES_SAY[stage])
    return Markup(drawn)  # noqa: S704 -- a macro's output is escaped already
