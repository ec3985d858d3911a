"""Asking a chair for another address, and the page of those who answer."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import oneself
from app.core.language.spoken import gettext
from app.networks.addresses import queries, services
from app.networks.models import LearningNetwork
from app.networks.queries import network_with_members
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.asking import Question, asks_once


def _asking_chairs() -> Question:
    told = [
        gettext("The chairs of your networks see your old address and the new one, and get a line in their inbox."),
        gettext("The old address can still stop the change; so a chair can confirm it from tomorrow on."),
    ]
    way_back = gettext("You can keep your address until a chair has answered.")
    return Question(gettext("Ask a chair to confirm your new address?"), "Ask", told, way_back, kind="primary")


@blueprint.post("/account/address/ask-a-chair")
@asks_once(_asking_chairs)
def ask_chairs() -> ResponseReturnValue:
    services.ask_chairs(actor(), oneself(seen_by=actor()))
    flash(gettext("A chair is asked. It helps to tell them yourself that it is you."), "done")
    return redirect(url_for("accounts.address"), 303)


@blueprint.get("/networks/<slug>/members/addresses")
def addresses(slug: str) -> str:
    network = network_with_members(slug, seen_by=actor())
    return render_template(
        "networks/addresses.html",
        network=network if actor().roles_in(network.id) else None,
        of=network,
        asking=queries.asking(network, seen_by=actor()),
    )


def _answering(slug: str, change_id: int) -> Question | None:
    network = network_with_members(slug, seen_by=actor())
    found = next((each for each in queries.asking(network, seen_by=actor()) if each.change.id == change_id), None)
    if found is None or found.hindrance:
        return None
    change, name = found.change, found.change.person.name
    if "confirm" not in request.form:
        told = [gettext("The address stays as it is, and they are told so by mail.")]
        return Question(
            gettext("Refuse %(name)s another address?", name=name),
            "Refuse",
            told,
            gettext("They can ask again."),
            about=change.new_email,
        )
    told = [
        gettext(
            "Whoever reads %(new_email)s signs in as %(name)s from then on, with everything that "
            "%(name)s may read and do.",
            new_email=change.new_email,
            name=name,
        ),
        gettext("The old address, and the other chairs of their networks, are told."),
        gettext("It stands in the history that you confirmed it."),
    ]
    title = gettext("Have you heard from %(name)s themself that this is theirs?", name=name)
    return Question(title, gettext("Yes, confirm it"), told, about=change.new_email)


@blueprint.post("/networks/<slug>/members/addresses/<int:change_id>")
@asks_once(_answering)
def answer_address(slug: str, change_id: int) -> ResponseReturnValue:
    network: LearningNetwork = network_with_members(slug, seen_by=actor())
    confirm = "confirm" in request.form
    person = services.answer_address(actor(), network, change_id, confirm=confirm)
    done = (
        "{} has the new address now. Both addresses are told." if confirm else "{} keeps the old address, and is told."
    )
    flash(done.format(person.name), "done")
    return redirect(url_for("networks.addresses", slug=slug), 303)
