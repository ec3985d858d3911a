"""The administrator's pages: networks and accounts. What is said in a network is not among them."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as people_queries
from app.accounts import services as people_services
from app.core.permissions import require
from app.networks import queries, services
from app.networks.forms import NetworkForm
from app.networks.lifecycle import NETWORK
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.asking import Question, asks_once

PAGE = 50


@blueprint.route("/admin", methods=["GET", "POST"])
def admin() -> ResponseReturnValue:
    """All networks with their state, and the form that creates one."""
    require(actor(), Permission.ADMINISTER, None)
    form = NetworkForm()
    if form.validate_on_submit() and (network := form.attempt(lambda: _create(form))):
        flash(f"{network.slug.upper()} is created. Its chair is told by mail, and sets it up.", "done")
        return redirect(url_for("networks.admin"), 303)
    networks = queries.all_networks(seen_by=actor())
    return render_template("networks/admin.html", networks=networks, states=NETWORK.states, form=form), form.status


def _create(form: NetworkForm) -> LearningNetwork:
    code, title = form.code.data or "", form.title.data or ""
    email, name = form.chair_email.data or "", form.chair_name.data or ""
    return services.open_network_for(actor(), code, title=title, chair_email=email, chair_name=name)


@blueprint.get("/admin/people")
def people() -> ResponseReturnValue:
    require(actor(), Permission.ADMINISTER, None)
    words, after = request.args.get("words", ""), request.args.get("after", "")
    found = people_queries.people(actor(), words, after, size=PAGE)
    next_after = found[PAGE - 1].email if len(found) > PAGE else ""
    return render_template("networks/people.html", people=found[:PAGE], words=words, after=after, next_after=next_after)


def _changing(person_id: int, change: str) -> Question | None:
    if change != "close":
        return None
    person = people_queries.person(person_id, seen_by=actor())
    told = ["The person is signed out at once, and their API tokens end."]
    return Question(
        f"Close the account of {person.name}?",
        "Close the account",
        told,
        "It can be opened again; the tokens stay ended.",
    )


@blueprint.post("/admin/people/<int:person_id>/<any(close, reopen, analyst, no_analyst):change>")
@asks_once(_changing)
def change_person(person_id: int, change: str) -> ResponseReturnValue:
    """Close or reopen an account; make or end a site-wide analyst."""
    require(actor(), Permission.ADMINISTER, None)
    person = people_queries.person(person_id, seen_by=actor())
    if change in {"close", "reopen"}:
        verb = people_services.close_account if change == "close" else people_services.reopen_account
        verb(actor(), person)
    else:
        people_services.set_site_analyst(actor(), person, is_analyst=change == "analyst")
    flash(f"Saved for {person.name}.", "done")
    return redirect(url_for("networks.people", words=request.args.get("words", "")), 303)
