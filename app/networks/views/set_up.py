"""Setting a network up: purpose, people in charge, code of conduct; and its state."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks import queries, services
from app.networks.defaults import DEFAULT_CODE_OF_CONDUCT, default_purpose
from app.networks.forms import CycleStepForm, SetUpForm
from app.networks.lifecycle import NETWORK, missing_to_begin
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.networks.services.setting_up import RESPONSIBLE
from app.networks.views.routes import blueprint
from app.networks.views.steps import after_step
from app.web.actor import actor
from app.web.page.asking import Question, asks_once


@blueprint.route("/networks/<slug>/set-up", methods=["GET", "POST"])
def set_up(slug: str) -> ResponseReturnValue:
    network = queries.network(slug, seen_by=actor())
    require(actor(), Permission.SET_UP, network)
    form = _form(network)
    if form.validate_on_submit():
        given = {name: form[name].data for name in ("purpose", "code_of_conduct_md", *RESPONSIBLE)}
        saved = form.attempt(lambda: services.set_up_network(actor(), network, seen_version=form.seen_version, **given))
        if saved:
            flash("Saved.", "done")
            return redirect(after_step(network, url_for("networks.set_up", slug=slug)), 303)
        # What the failed attempt had changed is forgotten; this is what stands now.
        network = queries.network(slug, seen_by=actor())
        form.now_seen(network.version)
    return _page(network, form), form.status


def _moving(slug: str) -> Question | None:
    """The set-up page asks as well; this is for whatever else sends its form."""
    module = queries.network(slug, seen_by=actor()).module
    verb = request.form.get("verb", "")
    label = next((each.label for each in NETWORK.moves if each.verb == verb), "")
    told = [gettext("Everybody in the network sees it.")]
    return Question(f"{label}?", label, told, kind="primary", about=f"{module.code} {module.title}") if label else None


@blueprint.post("/networks/<slug>/set-up/move")
@asks_once(_moving)
def move_network(slug: str) -> ResponseReturnValue:
    network = queries.network(slug, seen_by=actor())
    form = CycleStepForm()
    if form.validate_on_submit():
        services.move_network(actor(), network, form.verb.data or "", form.reason.data or "")
        flash(gettext("The network is “%(network)s” now.", network=NETWORK.label(network.state)), "done")
    return redirect(url_for("networks.set_up", slug=slug), 303)


def _form(network: LearningNetwork) -> SetUpForm:
    form = SetUpForm(obj=network)
    people = {each.person.id: each.person.name for each in queries.members(network, seen_by=actor())}
    for name in RESPONSIBLE:
        form[name].choices = {"": "Nobody yet", **{str(person_id): who for person_id, who in people.items()}}
    if not form.is_submitted() and network.state == "draft":
        _propose(form, network, people)
    return form


def _propose(form: SetUpForm, network: LearningNetwork, people: Mapping[int, str]) -> None:
    """Where nothing stands yet of a network that has not begun: something to begin with."""
    proposed: dict[str, Any] = {
        "purpose": default_purpose(network.module.code),
        "code_of_conduct_md": DEFAULT_CODE_OF_CONDUCT,
    }
    if actor().person_id in people:
        proposed |= dict.fromkeys(RESPONSIBLE, actor().person_id)
    for name, value in proposed.items():
        form[name].data = form[name].data or value


def _page(network: LearningNetwork, form: SetUpForm) -> str:
    return render_template(
        "networks/set_up.html",
        network=network,
        form=form,
        move_form=CycleStepForm(formdata=None),
        moves=NETWORK.moves_from(network.state),
        state=NETWORK.label(network.state),
        missing=missing_to_begin(network),
    )
