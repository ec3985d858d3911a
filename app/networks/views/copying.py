"""A copy of a network for another module: people and code of conduct, not words."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.words import plural
from app.networks import queries, services
from app.networks.forms import CopyForm
from app.networks.policy import Permission
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.asking import Question, asks_once, said


def _copying(slug: str) -> Question | None:
    network = queries.network_with_members(slug, seen_by=actor())
    require(actor(), Permission.ADMINISTER, None)
    if not said("code") or not said("title"):
        return None
    people = {each.person_id for each in queries.members(network, seen_by=actor())} - {actor().person_id}
    become = plural(len(people), "person becomes a member", "people become members")
    told = [gettext("%(become)s of the new network in their roles, and told by mail.", become=become)]
    return Question(
        gettext("Copy the network?"),
        gettext("Copy it"),
        told,
        gettext("Nothing that was said here is copied."),
        kind="primary",
    )


@blueprint.route("/networks/<slug>/copy", methods=["GET", "POST"])
@asks_once(_copying)
def copy_network(slug: str) -> ResponseReturnValue:
    network = queries.network_with_members(slug, seen_by=actor())
    require(actor(), Permission.ADMINISTER, None)
    form = CopyForm()
    if form.validate_on_submit():
        named = {"code": form.code.data or "", "title": form.title.data or ""}
        if made := form.attempt(lambda: services.copy_network(actor(), network, **named)):
            flash(
                gettext(
                    "%(slug)s is created, with the people of %(code)s.",
                    slug=made.slug.upper(),
                    code=network.module.code,
                ),
                "done",
            )
            return redirect(url_for("networks.admin"), 303)
    members = queries.members(network, seen_by=actor())
    people = len({each.person_id for each in members})
    return render_template("networks/copy.html", of=network, people=people, form=form), form.status
