"""Who asked for what: the log of questions about figures, and allowing more of them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.analytics.current_store import store
from app.analytics.policy import Permission
from app.analytics.questions import queries
from app.analytics.questions.forms import AllowanceForm
from app.analytics.questions.services import allow_more
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks import queries as networks
from app.web.actor import actor

blueprint = Blueprint("questions", __name__)


@blueprint.route("/networks/<slug>/data/questions", methods=["GET", "POST"])
def questions(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.READ_LOG, network)
    presentations = _presentations(network.module.code)
    form = AllowanceForm()
    form.presentation.choices = [(name, name) for name in presentations]
    if form.validate_on_submit() and form.attempt(lambda: allow_more(actor(), network, **form.wanted())):
        flash(gettext("Allowed. It holds for the next 30 days."), "done")
        return redirect(url_for(".questions", slug=slug), 303)
    page = render_template(
        "analytics/questions.html",
        network=network,
        form=form,
        questions=queries.questions(network, seen_by=actor()),
        budgets=queries.budgets(network, presentations, seen_by=actor()),
        allowances=queries.allowances(network, seen_by=actor()),
        Permission=Permission,
    )
    return page, form.status


def _presentations(code: str) -> list[str]:
    catalogue = store().catalogue_for(code)
    return list(catalogue.modules[code]) if catalogue else []
