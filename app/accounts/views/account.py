"""One's own account: name, password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import PasswordForm, ProfileForm
from app.accounts.services import change_password, change_profile
from app.accounts.views.routes import attempt_with_password, begin_session, blueprint
from app.core.language.spoken import gettext
from app.web.actor import actor


@blueprint.route("/account", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    person = queries.oneself(seen_by=actor())
    form = ProfileForm(name=person.name)
    if form.validate_on_submit() and form.attempt(lambda: change_profile(actor(), person, name=form.name.data or "")):
        flash("Saved.", "done")
        return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/account.html", form=form, person=person), form.status


@blueprint.route("/account/password", methods=["GET", "POST"])
def password() -> ResponseReturnValue:
    """Change the password. This session goes on; every other one ends."""
    person = queries.oneself(seen_by=actor())
    form = PasswordForm()
    if form.validate_on_submit():
        new = form.password.data or ""
        if attempt_with_password(form, person, lambda typed: change_password(actor(), person, current=typed, new=new)):
            begin_session(person)
            flash(gettext("Your password is changed. Other browsers that were signed in are signed out."), "done")
            return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/password.html", form=form, person=person), form.status
