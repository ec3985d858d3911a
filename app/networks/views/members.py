"""Who belongs to a network: names and roles. The administrator sees this page, and no other of a network."""

from __future__ import annotations

from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.networks import queries, services
from app.networks.forms import ROLE_CHOICES, InviteMemberForm, LeaveForm, RemoveMemberForm
from app.networks.models import LearningNetwork, Role
from app.networks.policy import Permission
from app.networks.queries.people import ROLE_NAMES
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.asking import Question, asks_once, said

_SENT = "{} is a member now, and is told by mail."
_SENT_AGAIN = "{} was invited before and has not begun yet: a fresh letter is on its way. An earlier link works, too."


@blueprint.route("/networks/<slug>/members", methods=["GET", "POST"])
def members(slug: str) -> ResponseReturnValue:
    """The list, and the form that invites somebody."""
    network = queries.network_with_members(slug, seen_by=actor())
    form = InviteMemberForm()
    _offer_roles(form, actor(), network)
    if form.validate_on_submit():
        email, name, role = form.email.data or "", form.name.data or "", Role(form.role.data)
        if invited := form.attempt(lambda: services.invite(actor(), network, email=email, name=name, role=role)):
            flash((_SENT_AGAIN if invited.again else _SENT).format(invited.person.name), "done")
            return _back(network)
    return _page(network, form, ending=request.args.get("end", 0, int)), form.status


def _ending(slug: str, membership_id: int) -> Question | None:
    network = queries.network_with_members(slug, seen_by=actor())
    member = next((each for each in queries.members(network, seen_by=actor()) if each.id == membership_id), None)
    if member is None or not said("reason"):
        return None
    told = [gettext("The person sees nothing of the network any more. What they wrote stays.")]
    about = f"{member.person.name}, {ROLE_NAMES[member.role]} in {network.module.code}"
    return Question(
        gettext("End this membership?"), gettext("End it"), told, gettext("They can be invited again."), about=about
    )


@blueprint.post("/networks/<slug>/members/<int:membership_id>/remove")
@asks_once(_ending)
def remove_member(slug: str, membership_id: int) -> ResponseReturnValue:
    network = queries.network_with_members(slug, seen_by=actor())
    form = RemoveMemberForm()
    if form.validate_on_submit() and form.attempt(
        lambda: services.remove_member(actor(), network, membership_id, form.reason.data or "")
    ):
        flash(gettext("The membership has ended. What the person wrote stays."), "done")
        return _back(network)
    return _page(network, InviteMemberForm(formdata=None), ending=membership_id, reason=form), form.status


def _leaving(slug: str) -> Question:
    module = queries.network(slug, seen_by=actor()).module
    told = [gettext("You see nothing of the network any more. What you wrote stays.")]
    about = f"{module.code} {module.title}"
    return Question(
        gettext("Leave this network?"), "Leave", told, gettext("Somebody has to invite you again."), about=about
    )


@blueprint.post("/networks/<slug>/members/leave")
@asks_once(_leaving)
def leave(slug: str) -> ResponseReturnValue:
    network = queries.network(slug, seen_by=actor())
    form = LeaveForm()
    form.validate_on_submit()
    services.leave(actor(), network, withhold_name=form.withhold_name.data)
    flash(gettext("You have left %(code)s. What you wrote stays there.", code=network.module.code), "done")
    return redirect(url_for("networks.home"), 303)


@blueprint.post("/networks/<slug>/members/declare")
def declare(slug: str) -> ResponseReturnValue:
    """A researcher says openly that they research here."""
    network = queries.network(slug, seen_by=actor())
    services.declare_research(actor(), network)
    flash(gettext("Everyone can see now that you research here. You may post."), "done")
    return _back(network)


def _offer_roles(form: InviteMemberForm, actor: Actor, network: LearningNetwork) -> None:
    may_make_chair = actor.is_admin or Role.CHAIR in actor.roles_in(network.id)
    form.role.choices = {
        role.value: words for role, words in ROLE_CHOICES.items() if may_make_chair or role is not Role.CHAIR
    }


def _page(
    network: LearningNetwork, form: InviteMemberForm, *, ending: int = 0, reason: RemoveMemberForm | None = None
) -> str:
    """`ending` is the membership that the reader has asked to end, and is shown the form for."""
    _offer_roles(form, actor(), network)
    is_member = bool(actor().roles_in(network.id))
    found = queries.members(network, seen_by=actor())
    return render_template(
        "networks/members.html",
        # The frame offers the ways through a network only to those who may go them.
        network=network if is_member else None,
        of=network,
        members=found,
        responsible=queries.responsible_people(network, seen_by=actor()) if is_member else (),
        from_outside=queries.made_by_administrators(network, seen_by=actor()),
        groups=[(role, list(group)) for role, group in groupby(found, key=lambda each: each.role)],
        form=form,
        ending=next((each for each in found if each.id == ending), None),
        reason=reason or RemoveMemberForm(formdata=None),
        Permission=Permission,
        Role=Role,
        role_names=ROLE_NAMES,
    )


def _back(network: LearningNetwork) -> Response:
    return redirect(url_for("networks.members", slug=network.slug), 303)
