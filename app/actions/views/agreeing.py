"""Agreeing an action and changing what was agreed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.actions import queries, services
from app.actions.forms import ActionForm, source_value
from app.actions.models import Action
from app.actions.policy import Permission
from app.actions.views.page import action_at, blueprint
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.permissions import require
from app.interventions import queries as interventions
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.topics import queries as topics
from app.web.actor import actor


@blueprint.route("/networks/<slug>/actions/new", methods=["GET", "POST"])
def new_action(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.ADD, network)
    form = ActionForm()
    _offer(form, network)
    if request.method == "GET":
        form.owner.data = actor().person_id
        form.source.data = _source(network)
    if form.validate_on_submit():
        made = form.attempt(lambda: services.agree_action(actor(), network, form.draft()))
        if made:
            flash(gettext("On the register."), "done")
            return redirect(url_for(".action", slug=slug, number=made.number), 303)
    return _page(form, network, gettext("Agree an action"), url_for(".register", slug=slug)), form.status


@blueprint.route("/networks/<slug>/actions/<int:number>/edit", methods=["GET", "POST"])
def edit(slug: str, number: int) -> ResponseReturnValue:
    where = action_at(slug, number)
    one = where.action
    require(actor(), Permission.EDIT, one)
    form = ActionForm()
    _offer(form, where.network, one)
    if request.method == "GET":
        form.fill_from(one)
    if form.validate_on_submit():
        seen = form.seen_version
        if form.attempt(lambda: services.edit_action(actor(), one, form.draft(), seen_version=seen), one):
            flash("Saved.", "done")
            return redirect(where.url, 303)
    return _page(form, where.network, gettext("Change action %(number)s", number=number), where.url), form.status


def _offer(form: ActionForm, network: LearningNetwork, keep: Action | None = None) -> None:
    owners, sources = queries.owners(network, seen_by=actor()), queries.sources(network, keep, seen_by=actor())
    if not _keeps(network):
        owners = [each for each in owners if each.person_id == actor().person_id]
        sources = {heading: group for heading, group in sources.items() if heading == queries.INTERVENTIONS}
    form.offer(owners, sources)


def _keeps(network: LearningNetwork) -> bool:
    """Whether the reader keeps every action here, and not only own offers."""
    return holds(actor(), Capability.KEEP_ACTIONS, network.id)


def _source(network: LearningNetwork) -> str:
    """What the address names as the thing to make happen."""
    if names_a_row(number := request.args.get("intervention", "")):
        return source_value(interventions.intervention(network, int(number), seen_by=actor()).id, None, None)
    if names_a_row(number := request.args.get("topic", "")):
        return source_value(None, topics.topic(network, int(number), seen_by=actor(), whole=False).id, None)
    if names_a_row(number := request.args.get("issue", "")):
        return source_value(None, None, topics.issue(network, int(number), seen_by=actor()).id)
    return ""


def _page(form: ActionForm, network: LearningNetwork, heading: str, back: str) -> str:
    return render_template(
        "actions/form.html", form=form, network=network, heading=heading, back=back, own_offers_only=not _keeps(network)
    )
