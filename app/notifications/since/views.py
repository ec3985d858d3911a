"""What home's list of the new does: a part of it read in place, done with all of it, and that taken back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.numbers import names_a_row
from app.forums import queries as forums
from app.notifications import queries, reading
from app.notifications.since import services
from app.notifications.since.panels import DONE
from app.notifications.since.queries import MOST
from app.web.actor import actor
from app.web.page.fragments import wants_fragment

blueprint = Blueprint("since", __name__, template_folder="../templates")


@blueprint.get("/since/told/<int:notice_id>")
def told_in_place(notice_id: int) -> ResponseReturnValue:
    """What a notice says, on home; it stays unread, since looking changes nothing."""
    notice = queries.notice(notice_id, seen_by=actor())
    if not wants_fragment():
        return redirect(notice.url)
    [found] = reading.told([notice], actor())
    return render_template("since/_told.html", told=found)


@blueprint.post("/since/done")
def done() -> ResponseReturnValue:
    """Everything that the page knew of: posts up to `newest`, and each `notice` as it stood there ("id-events")."""
    newest = request.form.get("newest", "")
    shown = []
    for each in request.form.getlist("notice")[:MOST]:
        notice_id, _, events = each.partition("-")
        if names_a_row(notice_id) and names_a_row(events):
            shown.append(services.ShownNotice(int(notice_id), int(events)))
    up_to = int(newest) if names_a_row(newest) else 0
    services.finish(actor(), forums.forums_of_mine(seen_by=actor()) if up_to else [], up_to, shown)
    return redirect(f"{url_for('networks.home')}?{DONE}=1", 303)


@blueprint.post("/since/undo")
def undo() -> ResponseReturnValue:
    services.undo_finish(actor())
    return redirect(url_for("networks.home"), 303)
