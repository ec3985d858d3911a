"""Cycles of a network: where the present one stands, moving it on, opening the next."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.networks import queries, services
from app.networks.forms import CycleForm, CycleStepForm
from app.networks.lifecycle import CYCLE, STAGES, STAGES_SAY, missing_to_begin
from app.networks.models import Cycle, LearningNetwork, Presentation
from app.networks.policy import Permission
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.asking import Question, asks_once
from app.web.page.panels import collect


@blueprint.route("/networks/<slug>/cycle", methods=["GET", "POST"])
def cycle(slug: str) -> ResponseReturnValue:
    """All cycles; a chair or moderator moves the present one, or opens the next with this form."""
    network = queries.network(slug, seen_by=actor())
    form = _form(network)
    if form.validate_on_submit():
        runs = {"baseline_id": form.baseline.data, "target_id": form.target.data}
        # A network that has not begun does so with its first cycle.
        verb = services.begin_network if network.state == "draft" else services.open_cycle
        opened = form.attempt(lambda: verb(actor(), network, concern=form.concern.data or "", **runs))
        if opened:
            begun = (
                gettext(" The network has begun: its members talk in the forums now.")
                if network.state == "begun"
                else ""
            )
            flash(gettext("Cycle %(number)s is open.%(begun)s", number=opened.number, begun=begun), "done")
            return redirect(url_for("networks.cycle", slug=slug), 303)
    return _page(network, form), form.status


def _moving(slug: str) -> Question | None:
    """The page of the cycle asks as well; this is for whatever else sends its form."""
    module = queries.network(slug, seen_by=actor()).module
    verb = request.form.get("verb", "")
    label = next((each.label for each in CYCLE.moves if each.verb == verb), "")
    told = [gettext("Everybody in the network sees it.")]
    return Question(f"{label}?", label, told, kind="primary", about=f"{module.code} {module.title}") if label else None


@blueprint.post("/networks/<slug>/cycle/move")
@asks_once(_moving)
def move_cycle(slug: str) -> ResponseReturnValue:
    network = queries.network(slug, seen_by=actor())
    present = queries.current_cycle(network.id, seen_by=actor())
    if present is None:
        raise NotFound
    form = CycleStepForm()
    if form.validate_on_submit():
        verb, reason = form.verb.data or "", form.reason.data or ""
        services.move_cycle(actor(), present, verb, reason, hindrances=hindrances)
        flash(
            gettext("Cycle %(number)s is at “%(cycle)s” now.", number=present.number, cycle=CYCLE.label(present.state)),
            "done",
        )
    return redirect(url_for("networks.cycle", slug=slug), 303)


def hindrances(present: Cycle) -> list[str]:
    """Sentences from the features above that say why the cycle may not close; each names what is missing."""
    return [str(each) for each in collect("networks.cycle.hindrances", actor=actor(), cycle=present)]


def _form(network: LearningNetwork) -> CycleForm:
    form = CycleForm()
    runs = queries.presentations(network.module_id, seen_by=actor())
    form.baseline.choices = form.target.choices = {str(each.id): each.code for each in runs}
    if not form.is_submitted() and len(runs) > 1:
        form.baseline.data, form.target.data = _likely(runs)
    return form


def _likely(runs: list[Presentation]) -> tuple[int, int]:
    """What most mean: from the newest presentation that has begun to the one after it."""
    begun = [index for index, each in enumerate(runs) if each.starts_on is None or each.starts_on <= clock.today()]
    baseline = min(begun[-1] if begun else 0, len(runs) - 2)
    return runs[baseline].id, runs[baseline + 1].id


def _page(network: LearningNetwork, form: CycleForm) -> str:
    found = queries.cycles(network.id, seen_by=actor())
    present = found[0] if found else None
    return render_template(
        "networks/cycle.html",
        network=network,
        cycles=found,
        present=present,
        moves=CYCLE.moves_from(present.state) if present else (),
        hindrances=hindrances(present) if present and present.state == "reflecting" else [],
        form=form,
        missing=missing_to_begin(network) if network.state == "draft" else [],
        move_form=CycleStepForm(formdata=None),
        stages=list(STAGES.items()),
        stages_say=STAGES_SAY,
        Permission=Permission,
    )
