"""The administrator's page about letters."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.administration.letters import queries, services
from app.administration.letters.sorts import sort_named
from app.administration.views import blueprint
from app.core.language.spoken import gettext, ngettext
from app.core.text.words import plural
from app.web.actor import actor
from app.web.page.asking import Question, asks_once


@blueprint.get("/admin/mail")
def letters() -> ResponseReturnValue:
    """How many letters of each sort went, wait or failed, and what their server answered; nobody is named."""
    sorts, others = queries.letters(actor()), queries.other_letters(actor())
    return render_template("administration/letters.html", sorts=sorts, others=others)


def _stopping(name: str) -> Question | None:
    sort = sort_named(name)
    many = queries.to_be_stopped(sort, seen_by=actor()) if sort else 0
    if sort is None or not many:
        return None
    what = f"{plural(many, 'letter')} {'is' if many == 1 else 'are'} not sent. {sort.stopped}"
    return Question(gettext("Stop these letters?"), gettext("Stop them"), [what], about=sort.title)


@blueprint.post("/admin/mail/<name>/stop")
@asks_once(_stopping)
def stop_letters(name: str) -> ResponseReturnValue:
    sort = sort_named(name) or abort(404)
    many = services.stop_letters(actor(), sort)
    flash(
        ngettext("Stopped: %(count)s letter.", "Stopped: %(count)s letters.", many)
        if many
        else gettext("Nothing was left to stop: it was sent meanwhile."),
        "done",
    )
    return redirect(url_for("administration.letters"), 303)
