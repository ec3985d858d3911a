"""Whom to invite, and the workshop as a file for a calendar."""

from __future__ import annotations

from email.utils import parseaddr

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import NotFound
from app.core.permissions import require
from app.networks import queries as networks
from app.web.actor import actor
from app.web.asking import asks_once
from app.web.forms import PlainForm
from app.workshops import calendar
from app.workshops.forms import InviteForm, PartForm
from app.workshops.ics import CalendarMethod, Named, as_calendar
from app.workshops.models import Part
from app.workshops.policy import Permission
from app.workshops.queries import invited
from app.workshops.services import planning
from app.workshops.services.inviting import UNTIL
from app.workshops.views import asking
from app.workshops.views.routes import ONE, Place, blueprint, place
from app.workshops.words import warning_of_few


@blueprint.route(f"{ONE}/invite", methods=["GET", "POST"])
@asks_once(asking.of_inviting)
def invite(slug: str, number: int) -> ResponseReturnValue:
    where = place(slug, number)
    require(actor(), Permission.CHANGE, where.seat)
    people = invited.people(where.workshop, seen_by=actor(), seat=where.seat)
    members = networks.members(where.network, seen_by=actor())
    form = InviteForm()
    form.offer(members, {each.person_id for each in people})
    if form.validate_on_submit() and form.attempt(
        lambda: planning.invite(actor(), where.workshop, form.chosen, Part(form.part.data))
    ):
        told = "They are on the list." if where.workshop.state == "draft" else "Their letters are on the way."
        flash(told, "done")
        return redirect(url_for(".invite", slug=slug, number=number, _anchor="list"), 303)
    return _page(where, form, people), form.status


@blueprint.post(f"{ONE}/invite/<int:person_id>/part")
def change_part(slug: str, number: int, person_id: int) -> ResponseReturnValue:
    """Make somebody who is invited a participant, an observer or a co-facilitator."""
    where, form = place(slug, number), PartForm()
    require(actor(), Permission.CHANGE, where.seat)

    def change() -> bool:
        planning.change_part(actor(), where.workshop, person_id, Part(form.part.data))
        return True

    if form.validate_on_submit() and form.attempt(change):
        flash("Changed.", "done")
    if form.conflict:
        shown, people = _list_as_it_is(where)
        shown.conflict = form.conflict
        return _page(where, shown, people), form.status
    return redirect(url_for(".invite", slug=slug, number=number, _anchor="list"), 303)


def _list_as_it_is(where: Place) -> tuple[InviteForm, list[invited.Invited]]:
    people = invited.people(where.workshop, seen_by=actor(), seat=where.seat)
    form = InviteForm(formdata=None)
    form.offer(networks.members(where.network, seen_by=actor()), {each.person_id for each in people})
    return form, people


@blueprint.post(f"{ONE}/invite/<int:person_id>/remove")
@asks_once(asking.of_uninviting)
def uninvite(slug: str, number: int, person_id: int) -> ResponseReturnValue:
    where = place(slug, number)
    planning.uninvite(actor(), where.workshop, person_id)
    flash("Off the list.", "done")
    return redirect(url_for(".invite", slug=slug, number=number, _anchor="list"), 303)


@blueprint.get(f"{ONE}.ics")
def calendar_file(slug: str, number: int) -> ResponseReturnValue:
    """The meeting, and the day on which the ballot closes, for whoever keeps their own calendar."""
    where = place(slug, number)
    settings = current_app.extensions["settings"]
    url = settings.base_url.rstrip("/") + where.address
    organiser = Named(where.network.module.title, parseaddr(settings.mail_from)[1])
    entries = [
        calendar.meeting(where.workshop, url, organiser, call_url=_call(where, url)),
        calendar.ballot_deadline(where.workshop, url, organiser),
    ]
    known = [each for each in entries if each is not None]
    if not known:
        raise NotFound("There is no date to put into a calendar yet.", "The page of the workshop says what is next.")
    method = CalendarMethod.CANCEL if where.workshop.state == "cancelled" else CalendarMethod.PUBLISH
    answer = Response(as_calendar(method, known, clock.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-workshop-{number}.ics"'
    return answer


def _call(where: Place, url: str) -> str:
    """Where the reader gets into the call; nothing for those who are not invited."""
    if where.seat.part is None:
        return ""
    room = current_app.extensions["settings"].bbb_url and where.workshop.minutes
    return where.workshop.call_url or (f"{url}/call" if room else "")


def _page(where: Place, form: InviteForm, people: list[invited.Invited]) -> str:
    return render_template(
        "workshops/invite.html",
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
