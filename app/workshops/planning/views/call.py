"""The way into the call: the workshop's own link, or a room on the site's BigBlueButton server."""

from __future__ import annotations

import hmac

from flask import current_app, flash, redirect
from flask.typing import ResponseReturnValue

import log_lines
from app.core.clients.bigbluebutton import BigBlueButton, CallUnavailable, Guest
from app.core.errors import NotFound, Refused
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import allowed, require
from app.core.site.in_force import in_force
from app.web.actor import actor
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.lifecycle import WORKSHOP
from app.workshops.policy import Permission

log = log_lines.logger(__name__)
NO_ANSWER = lazy_gettext("The call could not be opened: its server does not answer. The workshop goes on without it.")


@blueprint.get(f"{ONE}/call")
def call(slug: str, number: int) -> ResponseReturnValue:
    """Lead into the call. A link and no form: a form may not lead to another site."""
    where = workshop_at(slug, number)
    require(actor(), Permission.JOIN_CALL, where.seat)
    if where.workshop.state not in {"scheduled", "collecting", "live"}:
        state = WORKSHOP.label(where.workshop.state)
        raise Refused(gettext("This workshop is %(state)s: there is no call any more.", state=state))
    if where.workshop.call_url:
        return redirect(where.workshop.call_url, 303)
    settings = current_app.extensions["settings"]
    if not settings.bbb_url:
        raise NotFound(gettext("This workshop has no call."), gettext("It works without one."))
    try:
        return redirect(_room(where, BigBlueButton(settings.bbb_url, settings.bbb_secret)), 303)
    except CallUnavailable as fault:
        log.warning("the server of the calls makes no room", why=log_lines.said(fault.__cause__ or fault))
        flash(str(NO_ANSWER), "problem")
        return redirect(where.address, 303)


def _room(where: WorkshopContext, server: BigBlueButton) -> str:
    secret = current_app.config["SECRET_KEY"]
    meeting = hmac.digest(secret.encode(), f"call:{where.workshop.ics_uid}".encode(), "sha256").hex()[:32]
    person = hmac.digest(secret.encode(), f"guest:{meeting}:{actor().person_id}".encode(), "sha256").hex()[:32]
    guest = Guest(actor().name, person, moderates=allowed(actor(), Permission.TAKE_OVER, where.seat))
    back_to = in_force().url + where.address
    return server.address_to_join(meeting, where.workshop.title, guest, back_to)
