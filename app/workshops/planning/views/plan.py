"""Planning a workshop, and changing the plan."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.web.actor import actor
from app.web.page.asking import asks_once
from app.workshops.context import ONE, blueprint, workshop_at
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.planning.forms import PlanForm
from app.workshops.planning.queries import saved_templates
from app.workshops.planning.services import plans
from app.workshops.planning.views import questions
from app.workshops.policy import Permission


@blueprint.route("/networks/<slug>/workshops/new", methods=["GET", "POST"])
def new(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.PLAN, network)
    form = _form(network)
    if form.validate_on_submit() and (made := form.attempt(lambda: plans.plan(actor(), network, form.plan()))):
        flash(gettext("It is planned. Nobody is told before you send the invitations."), "done")
        return redirect(url_for(".workshop", slug=slug, number=made.number), 303)
    back = url_for(".listing", slug=slug)
    return _page(form, network, gettext("Plan a workshop"), back), form.status


@blueprint.route(f"{ONE}/change", methods=["GET", "POST"])
@asks_once(questions.of_changing)
def change(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    one = where.workshop
    require(actor(), Permission.CHANGE, where.seat)
    form = _form(where.network)
    if request.method == "GET":
        form.fill_from(one)
    if form.validate_on_submit():
        seen = form.page_version
        if form.attempt(lambda: plans.change(actor(), one, form.plan(), seen_version=seen), one):
            flash("Saved.", "done")
            return redirect(where.address, 303)
    told = one.state in UNDER_WAY
    return _page(
        form, where.network, gettext("Change workshop %(number)s", number=number), where.address, told=told
    ), form.status


def _form(network: LearningNetwork) -> PlanForm:
    form = PlanForm()
    form.offer(saved_templates(network, seen_by=actor()))
    return form


def _page(form: PlanForm, network: LearningNetwork, heading: str, back: str, *, told: bool = False) -> str:
    return render_template(
        "workshops/planning/plan.html",
        form=form,
        network=network,
        heading=heading,
        back=back,
        told=told,
        saved=saved_templates(network, seen_by=actor()),
        plans=allowed(actor(), Permission.PLAN, network),
    )
