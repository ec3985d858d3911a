"""Naming a deputy: a page of its own, to which the members' page leads."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks import queries
from app.networks.deputies import services
from app.networks.deputies.forms import DeputyForm
from app.networks.models import Role
from app.networks.policy import Permission
from app.networks.views.routes import blueprint
from app.web.actor import actor


@blueprint.route("/networks/<slug>/members/deputy", methods=["GET", "POST"])
def deputy(slug: str) -> ResponseReturnValue:
    network = queries.network(slug, seen_by=actor())
    require(actor(), Permission.NAME_DEPUTY, network)
    members = queries.members(network, seen_by=actor())
    chairs = {each.person_id for each in members if each.role is Role.CHAIR and each.until_on is None}
    form = DeputyForm()
    others = {each.person_id: each.person.name for each in members if each.person_id not in chairs}
    # Nobody is named by leaving the list as it is: nobody has the id 0.
    form.person_id.choices = [(0, "Choose a member"), *others.items()] if others else []

    def name() -> object:
        assert form.until_on.data is not None
        return services.name_deputy(actor(), network, form.person_id.data, form.until_on.data)

    if form.validate_on_submit() and form.attempt(name):
        flash(gettext("They chair until then, and are told by mail. You stay chair, too."), "done")
        return redirect(url_for("networks.members", slug=slug), 303)
    return render_template("networks/deputy.html", network=network, form=form), form.status
