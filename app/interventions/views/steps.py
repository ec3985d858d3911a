"""The steps of one intervention: support, decision, design, production, ready, live, outcome, conclusion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.interventions import evidence, queries, services
from app.interventions.forms import ConcludeForm, DecisionForm, EvaluationForm, LiveForm, ReadyForm
from app.interventions.models import VoteStance
from app.interventions.policy import Permission
from app.interventions.views.page import InterventionContext, back_to, blueprint, intervention_at, not_yet, show
from app.web.actor import actor
from app.web.forms import BaseForm, PlainForm
from app.web.page.asking import Question, asks_once, said
from app.web.serving.request_log import unlogged
from app.web.serving.uploads import takes_files

ONE = "/networks/<slug>/interventions/<int:number>"


@blueprint.post(f"{ONE}/support")
@unlogged
def support(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    return _take(
        where, PlainForm(), lambda: services.support(actor(), where.intervention), gettext("You support this.")
    )


@blueprint.post(f"{ONE}/withdraw-support")
@unlogged
def withdraw_support(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    return _take(
        where,
        PlainForm(),
        lambda: services.withdraw_support(actor(), where.intervention),
        gettext("You took your support back."),
    )


@blueprint.post(f"{ONE}/decide")
def decide(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    require(actor(), Permission.DECIDE, where.intervention)
    form = DecisionForm()
    form.offer(where.presentations)
    answer = _take(where, form, lambda: _decide(where, form), gettext("The decision is recorded, with its reason."))
    if form.conflict:
        form.now_seen(where.intervention.version)
        return show(where, form)
    return answer


@blueprint.post(f"{ONE}/design")
def design(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    return _take(
        where,
        PlainForm(),
        lambda: services.move_on(actor(), where.intervention, "design"),
        gettext("It is being designed."),
    )


@blueprint.post(f"{ONE}/produce")
def produce(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    return _take(
        where,
        PlainForm(),
        lambda: services.move_on(actor(), where.intervention, "produce"),
        gettext("It is in production."),
    )


@blueprint.post(f"{ONE}/ready")
def ready(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    require(actor(), Permission.APPROVE_READY, where.intervention)
    form = ReadyForm()
    because = form.not_evaluated_because.data or ""
    return _take(
        where,
        form,
        lambda: services.make_ready(actor(), where.intervention, not_evaluated_because=because),
        gettext("It is ready."),
    )


def _going_live(slug: str, number: int) -> Question:
    told = [gettext("The prediction is locked: a result counts as exploratory if it is changed afterwards.")]
    return Question(
        gettext("Record that it is live?"),
        gettext("Record that it is live"),
        told,
        kind="primary",
        about=_title(slug, number),
    )


@blueprint.post(f"{ONE}/live")
@asks_once(_going_live)
def live(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    require(actor(), Permission.GO_LIVE, where.intervention)
    form = LiveForm()
    form.offer(where.presentations, None)
    return _take(where, form, lambda: _go_live(where, form), gettext("It is live. The prediction is locked now."))


@blueprint.route(f"{ONE}/outcome", methods=["GET", "POST"])
@takes_files
def outcome(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    one = where.intervention
    require(actor(), Permission.EVALUATE, one)
    form = EvaluationForm(measure=one.predicted_measure.value if one.predicted_measure else "")
    form.offer(one, where.presentations)
    form.asks_of(actor(), one.network_id, one.outcome_md or "")
    if form.may_go(where.network) and form.publishes(
        where.network, lambda: services.record_outcome(actor(), one, form.outcome())
    ):
        flash(gettext("The outcome is recorded."), "done")
        return redirect(where.url, 303)
    return _outcome_page(where, form), form.shown_as


def _concluding(slug: str, number: int) -> Question | None:
    if not said("decision") or not said("reason"):
        return None
    told = [gettext("What follows from it is decided, and stands with your reason in its history.")]
    return Question(gettext("Conclude it?"), gettext("Conclude it"), told, kind="primary", about=_title(slug, number))


def _title(slug: str, number: int) -> str:
    return intervention_at(slug, number).intervention.title


@blueprint.post(f"{ONE}/conclude")
@asks_once(_concluding)
def conclude(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    require(actor(), Permission.CONCLUDE, where.intervention)
    form = ConcludeForm()
    return _take(
        where,
        form,
        lambda: services.conclude(actor(), where.intervention, form.decision.data, form.reason.data or ""),
        gettext("Concluded. Everyone who spoke can be told now."),
    )


def _take(where: InterventionContext, form: BaseForm, step: Callable[[], Any], done: str) -> ResponseReturnValue:
    """Take the step and go back to the page, or show the page again with what is wrong."""
    if form.validate_on_submit() and form.succeeds(step):
        flash(done, "done")
        return back_to(where)
    return show(where, form)


def _decide(where: InterventionContext, form: DecisionForm) -> None:
    one, why, stance = where.intervention, form.reason.data or "", VoteStance(form.stance.data)
    if form.decision.data == "accept":
        services.accept(actor(), one, why, stance, seen_version=form.seen_version)
    elif form.decision.data == "decline":
        services.decline(actor(), one, why, stance, seen_version=form.seen_version)
    else:
        later = int(form.deferred_to.data) if form.deferred_to.data else None
        services.defer(actor(), one, later, why, stance, seen_version=form.seen_version)


def _go_live(where: InterventionContext, form: LiveForm) -> None:
    assert form.live_on.data is not None
    services.go_live(
        actor(),
        where.intervention,
        presentation_id=int(form.presentation.data),
        live_on=form.live_on.data,
        url=form.url.data or "",
    )


def _outcome_page(where: InterventionContext, form: EvaluationForm) -> str:
    return render_template(
        "interventions/outcome.html",
        network=where.network,
        intervention=where.intervention,
        form=form,
        evidence=evidence,
        too_early=not_yet(where.intervention),
        beside=queries.live_beside(where.intervention, seen_by=actor()),
        back=where.url,
        own_url=url_for(".outcome", slug=where.network.slug, number=where.intervention.number),
    )
