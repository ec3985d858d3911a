"""The administrator's pages about the site itself."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.administration import queries, services
from app.core import clock, outbox
from app.core.mail import KIND as LETTER
from app.web.actor import actor

blueprint = Blueprint("administration", __name__, template_folder="templates")


def in_words(item: outbox.OutboxItem) -> str:
    """What could not be done, without what it says: to whom a letter goes, or the kind of another work."""
    to = item.payload.get("to", "") if item.kind == LETTER else ""
    return f"A letter to {to}" if to else item.kind.replace("_", " ").capitalize()


@blueprint.get("/admin/state")
def state() -> ResponseReturnValue:
    """How the parts of the site are, and what it could not do."""
    return render_template(
        "administration/state.html",
        parts=queries.parts(actor()),
        work=queries.work(actor()),
        in_words=in_words,
        most_attempts=outbox.MOST_ATTEMPTS,
        now=clock.now(),
    )


@blueprint.post("/admin/work/<int:item_id>/again")
def try_again(item_id: int) -> ResponseReturnValue:
    services.try_again(actor(), item_id)
    flash("The worker tries it again now.", "done")
    return redirect(url_for("administration.state"), 303)
