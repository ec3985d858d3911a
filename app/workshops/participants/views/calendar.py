"""The workshop as a file for a calendar."""

from __future__ import annotations

from email.utils import parseaddr

from flask import Response, current_app
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.documents.ical import CalendarMethod, Named, as_calendar
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.site.in_force import in_force
from app.workshops.context import ONE, WorkshopContext, blueprint, workshop_at
from app.workshops.participants import calendar_entries


@blueprint.get(f"{ONE}.ics")
def calendar_file(slug: str, number: int) -> ResponseReturnValue:
    """The meeting, and the day on which the ballot closes, for whoever keeps their own calendar."""
    where = workshop_at(slug, number)
    url = in_force().url + where.address
    organiser = Named(where.network.module.title, parseaddr(in_force().mail_from)[1])
    entries = [
        calendar_entries.meeting(where.workshop, url, organiser, call_url=_call(where, url)),
        calendar_entries.ballot_deadline(where.workshop, url, organiser),
    ]
    known = [each for each in entries if each is not None]
    if not known:
        raise NotFound(
            gettext("There is no date to put into a calendar yet."),
            gettext("The page of the workshop says what is next."),
        )
    method = CalendarMethod.CANCEL if where.workshop.state == "cancelled" else CalendarMethod.PUBLISH
    answer = Response(as_calendar(method, known, clock.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-workshop-{number}.ics"'
    return answer


def _call(where: WorkshopContext, url: str) -> str:
    """Where the reader gets into the call; nothing for those who are not invited."""
    if where.seat.part is None:
        return ""
    room = current_app.extensions["settings"].bbb_url and where.workshop.minutes
    return where.workshop.call_url or (f"{url}/call" if room else "")
