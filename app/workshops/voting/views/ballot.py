"""The final ballot: one page for everybody invited, from any place, for as long as it is open."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.web.actor import actor
from app.web.page.asking import asks_once
from app.web.transaction import leave_no_receipt
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.models import Round
from app.workshops.policy import Permission
from app.workshops.voting.forms import BallotForm, RoundVoteForm
from app.workshops.voting.queries.polls import Poll, poll
from app.workshops.voting.queries.results import own_before, spread_before
from app.workshops.voting.services import ballots
from app.workshops.voting.views import questions


@blueprint.route(f"{ONE}/ballot", methods=["GET", "POST"])
def ballot(slug: str, number: int) -> ResponseReturnValue:
    where, form = workshop_at(slug, number), BallotForm()
    leave_no_receipt()
    require(actor(), Permission.READ_BOARD, where.seat)
    if form.validate_on_submit() and form.attempt(lambda: _submit(where, form)):
        return redirect(f"{where.address}/ballot", 303)
    return _page(where, form)


@blueprint.post(f"{ONE}/ballot/next-round")
@asks_once(questions.of_the_next_round)
def next_round(slug: str, number: int) -> ResponseReturnValue:
    where, form = workshop_at(slug, number), RoundVoteForm()
    if form.validate_on_submit() and form.attempt(lambda: _end_round(where, form)):
        flash(gettext("The next round is open. It shows how the answers of this one spread."), "done")
        return redirect(f"{where.address}/ballot", 303)
    shown = BallotForm(formdata=None)
    shown.conflict = form.conflict
    return _page(where, shown)


def _end_round(where: WorkshopContext, form: RoundVoteForm) -> Round:
    require(actor(), Permission.RUN, where.seat)
    return ballots.end_round(actor(), where.workshop, seen_round=form.seen_round)


def _submit(where: WorkshopContext, form: BallotForm) -> bool:
    require(actor(), Permission.VOTE, where.seat)
    seen = poll(where.workshop, actor(), final=True, seat=where.seat)
    if seen is None:
        raise Conflict(gettext("The final ballot is not open yet."), help_text=gettext("Its page shows when it opens."))
    choices = seen.paper.read(request.form)
    ballots.submit(actor(), where.workshop, choices, key=form.command_key.data or "", seen_round=form.seen_round)
    return True


def _page(where: WorkshopContext, form: BallotForm) -> ResponseReturnValue:
    seen = poll(where.workshop, actor(), final=True, seat=where.seat)
    if seen and (form.conflict or not form.is_submitted()):
        form.now_seen(seen.round.number)
    chosen = request.form.to_dict() if request.method == "POST" else seen.paper.fill(seen.own) if seen else {}
    page = render_template(
        "workshops/voting/ballot.html",
        network=where.network,
        workshop=where.workshop,
        address=where.address,
        poll=seen,
        form=form,
        chosen=chosen,
        faults=form.fault.fields if form.fault else {},
        before=spread_before(where.workshop, seen.round, actor(), seat=where.seat) if seen else {},
        own_before=own_before(where.workshop, seen.round, actor(), seat=where.seat) if seen else {},
        may_go_on=seen is not None and allowed(actor(), Permission.RUN, where.seat) and _goes_on(where, seen),
        votes=allowed(actor(), Permission.VOTE, where.seat),
    )
    return page, form.status


def _goes_on(where: WorkshopContext, seen: Poll) -> bool:
    return seen.is_open and ballots.another_follows(where.workshop, seen.round)
