"""The first page of a new site, behind the key that was printed where it was started."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import FirstAdministratorForm
from app.accounts.models import Person
from app.accounts.services import make_first_administrator, may_set_up
from app.accounts.set_up_key import has_set_up_key
from app.accounts.views.routes import begin_session, blueprint, limit_of_sign_ins
from app.core.language.spoken import gettext
from app.web.actor import actor, public
from app.web.extensions import limiter
from app.web.page import panels


@blueprint.route("/set-up", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def set_up() -> ResponseReturnValue:
    """Make the first administrator. 404 without the key, and once anybody has an account."""
    folder, key = current_app.extensions["settings"].data_dir, request.values.get("key", "")
    if not may_set_up(folder, key):
        return render_template(
            "accounts/no_set_up.html", is_new=queries.nobody_yet(), has_key=has_set_up_key(folder)
        ), 404
    form = FirstAdministratorForm()
    if form.validate_on_submit() and (person := form.attempt(lambda: _make(folder, key, form))):
        begin_session(person)
        flash(gettext("The site is yours, and you are signed in."), "done")
        return redirect(_next_step(), 303)
    return render_template("accounts/set_up.html", form=form, key=key), form.status


def _next_step() -> str:
    """What another feature has the first administrator do; home, if none has anything."""
    return next((step.url for step in panels.collect("accounts.first_steps", actor=actor())), url_for("networks.home"))


def _make(folder: Path, key: str, form: FirstAdministratorForm) -> Person:
    name, email, password = form.name.data or "", form.email.data or "", form.password.data or ""
    return make_first_administrator(folder, key, name=name, email=email, password=password)
