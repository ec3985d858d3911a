"""Whom to invite, and the workshop as a file for a calendar."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks import queries as networks
from app.web.actor import actor
from app.web.forms import PlainForm
from app.web.page.asking import asks_once
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.models import Part
from app.workshops.participants import queries as participants
from app.workshops.participants.forms import InviteForm, PartForm
from app.workshops.participants.services import invitations
from app.workshops.participants.services.invitations import UNTIL
from app.workshops.participants.views import questions
from app.workshops.policy import Permission
from app.workshops.wording import warning_of_few


@blueprint.route(f"{ONE}/invite", methods=["GET", "POST"])
@asks_once(questions.of_inviting)
def invite(slug: str, number: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    require(actor(), Permission.CHANGE, where.seat)
    people = participants.people(where.workshop, seen_by=actor(), seat=where.seat)
    members = networks.members(where.network, seen_by=actor())
    form = InviteForm()
    form.offer(members, {each.person_id for each in people})
    if form.validate_on_submit() and form.attempt(
        lambda: invitations.invite(actor(), where.workshop, form.chosen, Part(form.part.data))
    ):
        told = (
            gettext("They are on the list.")
            if where.workshop.state == "draft"
            else gettext("Their letters are on the way.")
        )
        flash(told, "done")
        return redirect(url_for(".invite", slug=slug, number=number, _anchor="list"), 303)
    return _page(where, form, people), form.status


@blueprint.post(f"{ONE}/invite/<int:person_id>/part")
def change_part(slug: str, number: int, person_id: int) -> ResponseReturnValue:
    """Make somebody who is invited a participant, an observer or a co-facilitator."""
    where, form = workshop_at(slug, number), PartForm()
    require(actor(), Permission.CHANGE, where.seat)

    if form.validate_on_submit() and form.succeeds(
        lambda: invitations.change_part(actor(), where.workshop, person_id, Part(form.part.data))
    ):
        flash("Changed.", "done")
    if form.conflict:
        shown, people = _list_as_it_is(where)
        shown.conflict = form.conflict
        return _page(where, shown, people), form.status
    return redirect(url_for(".invite", slug=slug, number=number, _anchor="list"), 303)


def _list_as_it_is(where: WorkshopContext) -> tuple[InviteForm, list[participants.InvitedPerson]]:
    people = participants.people(where.workshop, seen_by=actor(), seat=where.seat)
    form = InviteForm(formdata=None)
    form.offer(networks.members(where.network, seen_by=actor()), {each.person_id for each in people})
    return form, people


@blueprint.post(f"{ONE}/invite/<int:person_id>/remove")
@asks_once(questions.of_uninviting)
def uninvite(slug: str, number: int, person_id: int) -> ResponseReturnValue:
    where = workshop_at(slug, number)
    invitations.uninvite(actor(), where.workshop, person_id)
    flash(gettext("Off the list."), "done")
    return redirect(url_for(".invite", slug=slug, number=number, _anchor="list"), 303)


def _page(where: WorkshopContext, form: InviteForm, people: list[participants.InvitedPerson]) -> str:
    return render_template(
        "workshops/participants/invite.html",
        network=where.network,
        workshop=where.workshop,
        address=where.address,
        form=form,
        plain=PlainForm(formdata=None),
        parts=[part for part in Part if part is not Part.FACILITATOR],
        people=people,
        too_few=warning_of_few(where.workshop.anonymity, sum(each.part is not Part.OBSERVER for each in people)),
        can_remove=where.workshop.state in UNTIL,
        former=networks.former_names(where.network.id, seen_by=actor()),
    )
