"""Proposing and editing."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.permissions import require
from app.core.text import pictures
from app.interventions import evidence, queries, services
from app.interventions.forms import ProposalForm, target_values
from app.interventions.models import Intervention
from app.interventions.policy import Permission
from app.interventions.views.page import blueprint, intervention_at
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.topics import queries as topics
from app.web.actor import actor
from app.web.serving.uploads import takes_files


@blueprint.route("/networks/<slug>/interventions/new", methods=["GET", "POST"])
@takes_files
def new_intervention(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.PROPOSE, network)
    earlier = _earlier(network)
    form = ProposalForm().asks_of(actor(), network.id)
    if request.method == "GET":
        _prefill(form, network, earlier)
    page = _Page(network, form, earlier.title if earlier else None, url_for(".interventions", slug=slug))
    if form.may_go(network):
        made = form.publish(
            network,
            lambda: services.propose_intervention(actor(), network, form.proposal(earlier.id if earlier else None)),
        )
        if made:
            flash(gettext("Proposed. The chair decides once members support it."), "done")
            return redirect(url_for(".intervention", slug=slug, number=made.number), 303)
    return page.show("Propose an intervention"), form.shown_as


@blueprint.route("/networks/<slug>/interventions/<int:number>/edit", methods=["GET", "POST"])
@takes_files
def edit(slug: str, number: int) -> ResponseReturnValue:
    where = intervention_at(slug, number)
    one = where.intervention
    require(actor(), Permission.EDIT, one)
    form = ProposalForm().asks_of(actor(), where.network.id, one.rationale_md)
    if request.method == "GET":
        form.fill_from(one)
    page = _Page(where.network, form, None, where.url, set(target_values(one)), one)
    if form.may_go(where.network):
        seen = form.seen_version
        if form.publish(
            where.network, lambda: services.edit_intervention(actor(), one, form.proposal(), seen_version=seen)
        ):
            flash("Saved.", "done")
            return redirect(where.url, 303)
        page.after_conflict()
    return page.show(f"Edit intervention {number}"), form.shown_as


def _earlier(network: LearningNetwork) -> Intervention | None:
    """The version that this one follows, named in the address by its number."""
    number = request.args.get("follows", "")
    return queries.intervention(network, int(number), seen_by=actor()) if names_a_row(number) else None


def _prefill(form: ProposalForm, network: LearningNetwork, earlier: Intervention | None) -> None:
    if earlier:
        form.fill_from(earlier)
        form.version.data = ""
        form.rationale.data = pictures.in_words(earlier.rationale_md)  # which stay with the earlier one
        return
    chosen = []
    if names_a_row(topic := request.args.get("topic", "")):
        chosen.append(f"topic:{topics.topic(network, int(topic), seen_by=actor(), whole=False).id}")
    if names_a_row(issue := request.args.get("issue", "")):
        chosen.append(f"issue:{topics.issue(network, int(issue), seen_by=actor()).id}")
    form.targets.data = chosen


class _Page:
    """The form with what it offers: targets, presentations, and what can still be reached."""

    def __init__(
        self,
        network: LearningNetwork,
        form: ProposalForm,
        earlier: str | None,
        back: str,
        keep: set[str] | None = None,
        one: Intervention | None = None,
    ) -> None:
        self.network, self.form, self.earlier, self.back, self.one = network, form, earlier, back, one
        self.presentations = networks.presentations(network.module_id, seen_by=actor())
        self.choices = queries.target_choices(network, (keep or set()) | set(form.targets.data or ()), seen_by=actor())
        form.offer(self.choices.values, self.presentations)

    def after_conflict(self) -> None:
        if self.form.conflict and self.one:
            self.form.now_seen(self.one.version)

    def show(self, heading: str) -> str:
        return render_template(
            "interventions/proposal.html",
            heading=heading,
            network=self.network,
            form=self.form,
            choices=self.choices,
            chosen=set(self.form.targets.data or ()),
            earlier=self.earlier,
            back=self.back,
            drift=evidence.DRIFT,
            lead_weeks=evidence.LEAD_WEEKS,
            reachable=evidence.earliest_reachable(self.presentations, clock.today()),
            dated=any(each.starts_on for each in self.presentations),
        )
