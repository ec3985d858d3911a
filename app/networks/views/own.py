"""What is one's own in the networks: research consent, and the record of what one did."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.documents.spreadsheet import as_csv
from app.core.language.spoken import gettext
from app.networks import queries, services
from app.networks.forms import ConsentForm
from app.networks.models import Consent
from app.networks.views.routes import blueprint
from app.web.actor import actor

SHOWN = 100


@blueprint.post("/networks/<slug>/consent")
def consent(slug: str) -> ResponseReturnValue:
    """Research consent, from the account page."""
    network = queries.network(slug, seen_by=actor())
    form = ConsentForm()
    if form.validate_on_submit():
        services.give_consent(actor(), network, Consent(form.consent.data))
        flash(gettext("Your choice for %(code)s is saved.", code=network.module.code), "done")
    else:
        flash(gettext("Please choose one of the answers."), "problem")
    return redirect(url_for("accounts.account") + "#consent", 303)


@blueprint.get("/account/record")
def own_record() -> ResponseReturnValue:
    """What I did. Nobody else has such a page about me."""
    lines = queries.own_record(seen_by=actor(), most=SHOWN + 1)
    return render_template("networks/own_record.html", lines=lines[:SHOWN], more=len(lines) > SHOWN)


@blueprint.get("/account/record.csv")
def own_record_csv() -> ResponseReturnValue:
    lines = queries.own_record(seen_by=actor())
    rows = [(clock.local(line.at).strftime("%Y-%m-%d %H:%M"), line.network, line.what) for line in lines]
    headers = {"Content-Disposition": "attachment; filename=my-participation.csv"}
    return Response(
        as_csv((f"When ({clock.place()} time)", "Network", "What"), rows), mimetype="text/csv", headers=headers
    )
