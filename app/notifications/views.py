"""The inbox. A link must change nothing, so opening a notice is a small form that looks like one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid
from app.core.numbers import names_a_row
from app.notifications import queries, reading, services
from app.notifications.forms import AllReadForm, OpenForm
from app.web.actor import actor

blueprint = Blueprint("notifications", __name__, template_folder="templates")


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
        raise Invalid("This button was pressed on an old page.", help_text="Open the inbox again.")
    services.mark_read(actor(), notice)
    [told] = reading.told([notice], actor())
    return redirect(notice.url if told.readable else url_for("notifications.inbox"), 303)


@blueprint.post("/inbox/read")
def read_all() -> ResponseReturnValue:
    """Mark as read what the page showed."""
    form = AllReadForm()
    newest = form.newest.data or ""
    if not form.validate_on_submit() or not names_a_row(newest):
        raise Invalid("This button was pressed on an old page.", help_text="Open the inbox again.")
    services.mark_all_read(actor(), queries.notice(int(newest), seen_by=actor()))
    flash("All marked as read.", "done")
    return redirect(url_for("notifications.inbox"), 303)
