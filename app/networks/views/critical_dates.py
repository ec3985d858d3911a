"""Critical dates: set and withdrawn by chair and moderator."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.networks import queries, services
from app.networks.forms import CriticalDateForm
from app.networks.policy import Permission
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.asking import Question, asks_once


@blueprint.route("/networks/<slug>/critical-dates", methods=["GET", "POST"])
def critical_dates(slug: str) -> ResponseReturnValue:
    network = queries.network(slug, seen_by=actor())
    form = CriticalDateForm()
    if form.validate_on_submit():
        words = {"title": form.title.data or "", "reason": form.reason.data or ""}
        if form.attempt(lambda: services.set_critical_date(actor(), network, at=form.at, **words)):
            flash(gettext("The date is set. Everyone in the network sees it."), "done")
            return redirect(url_for("networks.critical_dates", slug=slug), 303)
    dates = queries.critical_dates(network.id, seen_by=actor())
    return (
        render_template("networks/dates.html", network=network, dates=dates, form=form, Permission=Permission),
        form.status,
    )


def _withdrawing(slug: str, date_id: int) -> Question:
    dates = queries.critical_dates(queries.network(slug, seen_by=actor()).id, seen_by=actor())
    about = next((each.title for each in dates if each.id == date_id), "")
    told = [gettext("Nobody is reminded of it any more.")]
    return Question(
        gettext("Withdraw this date?"), gettext("Withdraw it"), told, gettext("It can be set again."), about=about
    )


@blueprint.post("/networks/<slug>/critical-dates/<int:date_id>/withdraw")
@asks_once(_withdrawing)
def withdraw_date(slug: str, date_id: int) -> ResponseReturnValue:
    network = queries.network(slug, seen_by=actor())
    services.withdraw_critical_date(actor(), network, date_id)
    flash(gettext("The date is withdrawn."), "done")
    return redirect(url_for("networks.critical_dates", slug=slug), 303)
