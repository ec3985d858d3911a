"""Reporting a card, settling a report, and showing a hidden card again."""

from __future__ import annotations

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.web.actor import actor
from app.web.forms import VersionedForm
from app.web.transaction import leave_no_receipt
from app.workshops.board.forms import ReportForm
from app.workshops.board.queries.cards import card as find_card
from app.workshops.board.queries.cards import shown_cards
from app.workshops.board.services import cards, reports
from app.workshops.board.views.values import CARD, back
from app.workshops.context import blueprint, workshop_at
from app.workshops.policy import Permission


@blueprint.route(f"{CARD}/report", methods=["GET", "POST"])
def report_card(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    leave_no_receipt()
    where, form = workshop_at(slug, number), ReportForm()
    require(actor(), Permission.REPORT, where.seat)
    card = find_card(where.workshop, card_id, seen_by=actor())
    shown = next(iter(shown_cards(where.workshop, where.seat, actor(), only=card.id)), None)
    if shown is None or shown.text is None:
        raise NotFound

    if form.validate_on_submit() and form.succeeds(
        lambda: reports.report(actor(), where.workshop, card, form.reason.data or "")
    ):
        flash(gettext("Those who run the workshop are told, and not by whom."), "done")
        return redirect(back(where), 303)
    frame = {"network": where.network, "workshop": where.workshop, "address": where.address, "back": back(where)}
    return render_template("workshops/board/report.html", form=form, words=shown.text, **frame), form.status


@blueprint.post(f"{CARD}/leave")
def leave_card(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.HIDE, where.seat)
    card = find_card(where.workshop, card_id, seen_by=actor())
    reports.leave_standing(actor(), where.workshop, card, seen=request.form.get("seen", "").split())
    flash(gettext("The card stays; what was reported is deleted."), "done")
    return redirect(back(where), 303)


@blueprint.post(f"{CARD}/show")
def show_card_again(slug: str, number: int, card_id: str) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.HIDE, where.seat)
    card = find_card(where.workshop, card_id, seen_by=actor())
    seen = VersionedForm().page_version
    cards.show_again(actor(), where.workshop, card, seen_version=seen)
    flash(gettext("The card is shown again."), "done")
    return redirect(back(where, f"card-{card_id}"), 303)
