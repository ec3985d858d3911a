"""The administrator's pages: networks and accounts. What is said in a network is not among them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as people_queries
from app.accounts import services as people_services
from app.accounts.models import Person
from app.core.actor import Actor
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.networks import queries, services
from app.networks.forms import InvitePersonForm, NetworkForm
from app.networks.lifecycle import NETWORK
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.asking import Question, asks_once
from app.web.page.panels import strips

PAGE = 50
#: What each button of a person's line does.
CHANGES: dict[str, Callable[[Actor, Person], None]] = {
    "close": people_services.close_account,
    "reopen": people_services.reopen_account,
    "analyst": partial(people_services.set_site_analyst, is_analyst=True),
    "no_analyst": partial(people_services.set_site_analyst, is_analyst=False),
    "invite": people_services.invite_again,
}
_TOLD = lazy_gettext("The chairs of the networks in which the person has a role are told, in their inbox and by mail.")
#: Title, button, consequences and way back of those that ask once.
ASKED = {
    "close": (
        "Close the account of {}?",
        "Close the account",
        [lazy_gettext("The person is signed out at once, and their API tokens end."), _TOLD],
        lazy_gettext("It can be opened again; the tokens stay ended."),
    ),
}


@blueprint.route("/admin", methods=["GET", "POST"])
def admin() -> ResponseReturnValue:
    """All networks with their state, and the form that creates one."""
    require(actor(), Permission.ADMINISTER, None)
    form = NetworkForm()
    if form.validate_on_submit() and (network := form.attempt(lambda: _create(form))):
        flash(
            gettext("%(slug)s is created. Its chair is told by mail, and sets it up.", slug=network.slug.upper()),
            "done",
        )
        return redirect(url_for("networks.admin"), 303)
    networks = queries.all_networks(seen_by=actor())
    return render_template("networks/admin.html", networks=networks, states=NETWORK.states, form=form), form.status


def _create(form: NetworkForm) -> LearningNetwork:
    code, title = form.code.data or "", form.title.data or ""
    email, name = form.chair_email.data or "", form.chair_name.data or ""
    return services.open_network_for(actor(), code, title=title, chair_email=email, chair_name=name)


@blueprint.route("/admin/people", methods=["GET", "POST"])
def people() -> ResponseReturnValue:
    """Everybody with an account, by name or address; and the form that invites one more, who is in no network yet."""
    require(actor(), Permission.ADMINISTER, None)
    form = InvitePersonForm()
    if form.validate_on_submit() and (person := form.attempt(lambda: _invite(form))):
        flash(gettext("%(name)s has an account, and is told by mail.", name=person.name), "done")
        return redirect(url_for("networks.people", words=person.email), 303)
    words, after = request.args.get("words", ""), request.args.get("after", "")
    found = people_queries.people(actor(), words, after, size=PAGE)
    next_after = found[PAGE - 1].email if len(found) > PAGE else ""
    marks = strips("networks.people.marks", [each.id for each in found[:PAGE]], actor=actor())
    held = {"people": found[:PAGE], "marks": marks, "words": words, "after": after, "next_after": next_after}
    return render_template("networks/people.html", form=form, **held), form.status


def _invite(form: InvitePersonForm) -> Person:
    return people_services.invite_person(actor(), form.email.data or "", form.name.data or "")


def _changing(person_id: int, change: str) -> Question | None:
    asked = ASKED.get(change)
    if asked is None:
        return None
    title, button, told, way_back = asked
    person = people_queries.person(person_id, seen_by=actor())
    return Question(title.format(person.name), button, told, way_back, about=person.email)


@blueprint.post("/admin/people/<int:person_id>/<any(close, reopen, analyst, no_analyst, invite):change>")
@asks_once(_changing)
def change_person(person_id: int, change: str) -> ResponseReturnValue:
    """Close or reopen an account, invite its owner again; make or end a site-wide analyst."""
    require(actor(), Permission.ADMINISTER, None)
    person = people_queries.person(person_id, seen_by=actor())
    CHANGES[change](actor(), person)
    flash(
        gettext("%(name)s gets another letter with a link.", name=person.name)
        if change == "invite"
        else gettext("Saved for %(name)s.", name=person.name),
        "done",
    )
    return redirect(url_for("networks.people", words=request.args.get("words", "")), 303)
