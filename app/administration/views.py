"""The administrator's pages about the site itself."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.administration import queries, services
from app.core import clock
from app.core.language.spoken import gettext, ngettext
from app.web.actor import actor

blueprint = Blueprint("administration", __name__, template_folder="templates")


@blueprint.get("/admin/state")
def state() -> ResponseReturnValue:
    """How the parts of the site are, and what it could not do."""
    return render_template(
        "administration/state.html",
        parts=queries.parts(actor()),
        letters_are_files=queries.letters_are_files(actor()),
        waiting=queries.waiting_work(actor()),
        storage=queries.storage(actor(), current_app.extensions["settings"]),
        overdue=queries.overdue(actor()),
        failed=queries.failed_work(actor()),
        now=clock.now(),
    )


@blueprint.post("/admin/work/again")
def try_again() -> ResponseReturnValue:
    many = services.try_again(actor(), request.form.getlist("kind"))
    if many:
        flash(
            ngettext(
                "%(count)s piece of work due now: a worker that runs tries within a minute.",
                "%(count)s pieces of work due now: a worker that runs tries within a minute.",
                many,
            ),
            "done",
        )
    else:
        flash(gettext("Nothing was left to try: it is done meanwhile, or being tried."), "done")
    came_from = "letters" if request.form.get("from") == "mail" else "state"
    return redirect(url_for(f"administration.{came_from}"), 303)
