"""The live vote: the form in the room, and the same form on a page of its own."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import Conflict
from app.core.language.spoken import gettext, ngettext
from app.core.numbers import percent
from app.core.permissions import allowed, require
from app.web.actor import actor
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.models import Method, Round
from app.workshops.policy import Permission
from app.workshops.voting.forms import DotBudgetForm, RoundVoteForm
from app.workshops.voting.queries.polls import poll
from app.workshops.voting.queries.result_words import by_how_much, overall
from app.workshops.voting.queries.results import results
from app.workshops.voting.services.straw_vote import change_budget, put_vote
from app.workshops.wording import LIVE_VOTE_STORED


@blueprint.route(f"{ONE}/dots", methods=["GET", "POST"])
def dots(slug: str, number: int) -> ResponseReturnValue:
    where, form = workshop_at(slug, number), RoundVoteForm()
    require(actor(), Permission.READ_BOARD, where.seat)
    if form.validate_on_submit() and form.attempt(lambda: _put(where, form)):
        return redirect(f"{where.address}/room#vote" if where.workshop.state == "live" else where.address, 303)
    values = voting(where) | {"form": form, "faults": form.fault.fields if form.fault else {}}
    if values["poll"] and (form.conflict or request.method == "GET"):
        form.now_seen(values["poll"].round.number)
    if request.method == "POST":
        values["chosen"] = request.form.to_dict()
    return render_template(
        "workshops/voting/dots.html", network=where.network, workshop=where.workshop, **values
    ), form.status


@blueprint.post(f"{ONE}/dots/budget")
def dot_budget(slug: str, number: int) -> ResponseReturnValue:
    """How many dots everybody has, changed by those who run it while they are given."""
    where, form = workshop_at(slug, number), DotBudgetForm()

    def change() -> Round:
        return change_budget(actor(), where.workshop, form.dots.data or 0, seen_round=form.seen_round)

    if form.validate_on_submit() and (opened := form.attempt(change)):
        flash(ngettext("Everybody has %(count)s dot now.", "Everybody has %(count)s dots now.", opened.budget), "done")
        return redirect(f"{where.address}/room#vote", 303)
    require(actor(), Permission.RUN, where.seat)
    values = voting(where)
    if values["budget_form"] is not None:
        values["budget_form"] = form
    values["form"].conflict = form.conflict
    return render_template(
        "workshops/voting/dots.html", network=where.network, workshop=where.workshop, **values
    ), form.status


def voting(where: WorkshopContext) -> dict[str, Any]:
    """The values of the voting's fragment: the themes, what one chose, and how many have voted."""
    seen = poll(where.workshop, actor(), final=False, seat=where.seat)
    form = RoundVoteForm(formdata=None, round=str(seen.round.number) if seen else "")
    has_dots = seen is not None and seen.is_open and seen.paper.method is Method.DOTS
    runs = has_dots and allowed(actor(), Permission.RUN, where.seat)
    closed = results(where.workshop, actor(), final=False, seat=where.seat) if seen and not seen.is_open else None
    return {
        "address": where.address,
        "poll": seen,
        "form": form,
        "budget_form": DotBudgetForm(formdata=None, round=form.round.data, dots=seen.paper.budget)
        if seen and runs
        else None,
        "faults": {},
        "chosen": seen.paper.fill(seen.own) if seen else {},
        "kept": LIVE_VOTE_STORED[where.workshop.anonymity],
        "found": closed,
        "overall": overall,
        "by_how_much": by_how_much,
        "share": percent,
    }


def _put(where: WorkshopContext, form: RoundVoteForm) -> bool:
    require(actor(), Permission.VOTE, where.seat)
    seen = poll(where.workshop, actor(), final=False, seat=where.seat)
    if seen is None:
        raise Conflict(gettext("Nobody votes yet."), help_text=gettext("The page shows when voting opens."))
    choices = seen.paper.read(request.form)
    put_vote(actor(), where.workshop, choices, seen_round=form.seen_round)
    given = sum(number for _, number in choices)
    said = (
        ngettext(
            "%(count)s dot given, %(given)s left.",
            "%(count)s dots given, %(given)s left.",
            given,
            given=seen.round.budget - given,
        )
        if seen.paper.method is Method.DOTS
        else ""
    )
    flash(said or gettext("Your vote is in."), "done")
    return True
