"""Answering an invitation from the link in its letter, without signing in."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.secrets.signed_links import read
from app.web.actor import public
from app.web.extensions import limiter
from app.workshops.context import blueprint
from app.workshops.lifecycle import WORKSHOP
from app.workshops.participants.forms import AnswerForm
from app.workshops.participants.queries import by_link
from app.workshops.participants.services import invitations


@blueprint.route("/workshops/answer/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def answer_by_link(token: str) -> ResponseReturnValue:
    """Looking changes nothing: programs that check mail open every link."""
    try:
        handle = read(token, current_app.config["SECRET_KEY"])
        found = by_link(handle)
    except NotFound:  # said here, because a stranger would be asked to sign in
        return render_template("workshops/participants/link_gone.html"), 404
    form = AnswerForm(answer=found.answer.value if found.answer else None, made_for=found.workshop.meeting)
    if form.validate_on_submit() and form.attempt(
        lambda: invitations.answer_by_link(handle, form.said, seen=form.seen)
    ):
        flash(gettext("Your answer is noted."), "done")
        return redirect(url_for(".answer_by_link", token=token), 303)
    form.made_anew()
    page = render_template(
        "workshops/participants/answer.html", found=found, workshop=found.workshop, form=form, lifecycle=WORKSHOP
    )
    return page, form.status
