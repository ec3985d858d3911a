"""The page of one intervention, with the form of its present step; a step that was faulty is shown again there."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core import clock
from app.core.permissions import allowed
from app.interventions import evidence, queries
from app.interventions.forms import ConcludeForm, DecisionForm, LiveForm, ReadyForm
from app.interventions.lifecycle import INTERVENTION
from app.interventions.models import Intervention
from app.interventions.policy import Permission
from app.networks import queries as networks
from app.networks.models import LearningNetwork, Presentation
from app.web.actor import actor
from app.web.forms import BaseForm, PlainForm

blueprint = Blueprint("interventions", __name__, template_folder="../templates")


@dataclass
class InterventionContext:
    """An intervention with the network around it, as every view of one needs them."""

    network: LearningNetwork
    number: int
    intervention: Intervention

    @property
    def url(self) -> str:
        return url_for("interventions.intervention", slug=self.network.slug, number=self.number)

    @property
    def presentations(self) -> list[Presentation]:
        return networks.presentations(self.network.module_id, seen_by=actor())


def intervention_at(slug: str, number: int) -> InterventionContext:
    network = networks.network(slug, seen_by=actor())
    return InterventionContext(network, number, queries.intervention(network, number, seen_by=actor()))


def back_to(where: InterventionContext) -> Response:
    """After an accepted step."""
    response = Response(status=303)
    response.location = where.url
    return response


def show(where: InterventionContext, faulty: BaseForm | None = None) -> ResponseReturnValue:
    """The page; `faulty` stands in place of its fresh form, with what was typed and what is wrong."""
    # What a refused step had changed was undone, and with it what had been loaded.
    one = queries.intervention(where.network, where.number, seen_by=actor()) if faulty else where.intervention
    supporters = queries.supporters(one, seen_by=actor())
    page = render_template(
        "interventions/intervention.html",
        network=where.network,
        intervention=one,
        lifecycle=INTERVENTION,
        Permission=Permission,
        supporters=supporters,
        supports=any(each.person_id == actor().person_id for each in supporters),
        former=networks.former_names(where.network.id, seen_by=actor()),
        history=queries.history(one, seen_by=actor()),
        beside=queries.live_beside(one, seen_by=actor()),
        figures=figures_of(one),
        evidence=evidence,
        too_early=not_yet(one),
        plain=PlainForm(formdata=None),
        form=faulty or fresh_form(where),
    )
    return page, faulty.status if faulty else 200


def fresh_form(where: InterventionContext) -> BaseForm | None:
    """The form of the step that is open now, if this reader may take it and it has one."""
    one = where.intervention
    if one.state in {"proposed", "supported", "deferred", "declined"} and allowed(actor(), Permission.DECIDE, one):
        decision = DecisionForm(formdata=None)
        decision.offer(where.presentations)
        decision.version.data = str(one.version)
        return decision
    if one.state in {"accepted", "designing", "in_production"} and allowed(actor(), Permission.APPROVE_READY, one):
        return ReadyForm(formdata=None)
    if one.state == "ready" and allowed(actor(), Permission.GO_LIVE, one):
        live = LiveForm(formdata=None)
        live.offer(where.presentations, one.predicted_for_id)
        return live
    if one.state == "evaluated" and allowed(actor(), Permission.CONCLUDE, one):
        return ConcludeForm(formdata=None)
    return None


def not_yet(one: Intervention) -> str | None:
    """Why no outcome can be recorded today, if the presentation that it is live in has not begun."""
    return evidence.too_early(one.live_in, clock.today()) if one.live_in else None


def figures_of(one: Intervention) -> evidence.Figures | None:
    """The figures of a recorded outcome, if it has any."""
    if one.measured_as is None or one.before_value is None or one.after_value is None:
        return None
    return evidence.Figures(
        measure=one.measured_as,
        on=one.predicted_on if one.measured_as is one.predicted_measure else "",
        before=one.before_value,
        before_in=one.before_in.code if one.before_in else "–",
        after=one.after_value,
        after_in=one.live_in.code if one.live_in else "–",
    )
