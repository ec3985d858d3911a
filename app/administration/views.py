"""The administrator's pages about the site itself."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.administration import queries, services
from app.core import clock
from app.core.text.words import plural
from app.web.actor import actor

blueprint = Blueprint("administration", __name__, template_folder="templates")


@blueprint.get("/admin/state")
def state() -> ResponseReturnValue:
    """How the parts of the site are, and what it could not do."""
    return render_template(
        "administration/state.html",
        parts=queries.parts(actor()),
        letters_are_files=queries.letters_are_files(actor()),
        overdue=queries.overdue(actor()),
        failed=queries.failed_work(actor()),
        now=clock.now(),
    )


@blueprint.post("/admin/work/again")
def try_again() -> ResponseReturnValue:
    many = services.try_again(actor(), request.form.getlist("kind"))
    if many:
        flash(f"{plural(many, 'piece')} of work due now: a worker that runs tries within a minute.", "done")
    else:
        flash("Nothing was left to try: it is done meanwhile, or being tried.", "done")
    return redirect(url_for("administration.state"), 303)
