"""The inbox, the page about mail, and the link that stops a sort of it. A link must change nothing, so opening a notice is a small form that looks like one."""

from __future__ import annotations

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries as accounts
from app.accounts.models import AskedMail, Person
from app.accounts.services import choose_mail
from app.core.errors import Invalid, NotFound
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.forums.following.levels import default_level
from app.forums.following.queries import chosen_places, network_levels
from app.forums.kinds import SLUGS
from app.forums.models import Level
from app.networks.models import Role
from app.notifications import queries, reading, services
from app.notifications.forms import AllReadForm, MailForm, OpenForm
from app.notifications.letters.stopping import what_stops
from app.web.actor import actor, public
from app.web.extensions import csrf, limiter

blueprint = Blueprint("notifications", __name__, template_folder="templates")
#: A mail program posts here without a form of ours (RFC 8058): the signed address is the key, and no cookie is asked.
stopping = Blueprint("mail", __name__, template_folder="templates")
csrf.exempt(stopping)


@blueprint.get("/inbox")
def inbox() -> ResponseReturnValue:
    after = request.args.get("after")
    found = queries.inbox(seen_by=actor(), after=after)
    return render_template("notifications/inbox.html", inbox=found, after=after)


@blueprint.post("/inbox/<int:notice_id>/open")
def open_notice(notice_id: int) -> ResponseReturnValue:
    """Mark as read and go there; back to the inbox if there is nothing to read any more."""
    notice = queries.notice(notice_id, seen_by=actor())
    if not OpenForm().validate_on_submit():
        raise Invalid(gettext("This button was pressed on an old page."), help_text=gettext("Open the inbox again."))
    services.mark_read(actor(), notice)
    [told] = reading.told([notice], actor())
    return redirect(notice.url if told.readable else url_for("notifications.inbox"), 303)


@blueprint.post("/inbox/read")
def read_all() -> ResponseReturnValue:
    """Mark as read what the page showed."""
    form = AllReadForm()
    newest = form.newest.data or ""
    if not form.validate_on_submit() or not names_a_row(newest):
        raise Invalid(gettext("This button was pressed on an old page."), help_text=gettext("Open the inbox again."))
    services.mark_all_read(actor(), queries.notice(int(newest), seen_by=actor()))
    flash(gettext("All marked as read."), "done")
    return redirect(url_for("notifications.inbox"), 303)


@blueprint.route("/account/mail", methods=["GET", "POST"])
def mail() -> ResponseReturnValue:
    """What mail there is, and what of it one wants."""
    person = accounts.oneself(seen_by=actor())
    moderates = any(Role.MODERATOR in roles for roles in actor().roles.values())
    held = {"pace": person.mail_pace.value, "hour": str(person.mail_hour), "zone": person.mail_zone}
    form = MailForm(asked=_asked(person, moderates=moderates).value, **held)
    form.offer(zones=_zones(person.mail_zone), moderates=moderates)
    if form.validate_on_submit():
        choose_mail(actor(), person, form.choice)
        flash(gettext("Your choice is saved."), "done")
        return redirect(url_for("notifications.mail"), 303)
    return render_template(
        "notifications/mail.html",
        form=form,
        person=person,
        networks=actor().places,
        levels=network_levels(seen_by=actor()),
        keeps_going=_keeps_going(),
        places=chosen_places(seen_by=actor()),
        slugs=SLUGS,
    ), form.status


def _asked(person: Person, *, moderates: bool) -> AskedMail:
    """To who moderates no more it comes as to everybody."""
    return AskedMail.SETTLED if person.asked_mail is AskedMail.SOON and not moderates else person.asked_mail


def _keeps_going() -> set[int]:
    """The networks of which the reader hears everything by their role."""
    return {each.id for each in actor().places if default_level(actor(), each.id) is Level.EVERYTHING}


def _zones(chosen: str) -> list[str]:
    """Parts of the world with their cities; and whatever was chosen before."""
    parts = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
    return sorted(
        {each for each in available_timezones() if each.startswith(parts)} | {each for each in [chosen] if each}
    )


@stopping.route("/mail/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def stop(token: str) -> ResponseReturnValue:
    """Looking changes nothing: programs that check mail open every link. Sending stops these letters."""
    try:
        what, person_id, row_id = what_stops(token)
        if request.method == "POST":
            services.stop_by_link(what, person_id, row_id)
    except NotFound:  # said here, because a stranger would be asked to sign in
        return render_template("notifications/stop_gone.html"), 404
    return render_template("notifications/stop.html", kind=what.name.lower(), stopped=request.method == "POST")
