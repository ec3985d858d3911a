"""Invitations and password resets: pages behind a link that came by mail."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import NewPasswordForm, ResetRequestForm
from app.accounts.models import LinkPurpose
from app.accounts.services import ask_for_reset as owe_reset
from app.accounts.services import take_up
from app.accounts.views.routes import begin_session, blueprint, limit_of_sign_ins
from app.core.language.spoken import gettext
from app.web.actor import public
from app.web.extensions import limiter


@blueprint.route("/reset", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def ask_for_reset() -> ResponseReturnValue:
    """Ask for a link. The answer is the same whether anybody has the address or not."""
    form = ResetRequestForm()
    if form.validate_on_submit():
        owe_reset(form.email.data or "")
        return render_template("accounts/reset_sent.html", email=form.email.data)
    return render_template("accounts/ask_for_reset.html", form=form), form.status


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def reset(token: str) -> ResponseReturnValue:
    return _choose_password(token, LinkPurpose.RESET)


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def take_up_invitation(token: str) -> ResponseReturnValue:
    return _choose_password(token, LinkPurpose.INVITATION)


def _choose_password(token: str, purpose: LinkPurpose) -> ResponseReturnValue:
    found = queries.open_link(token, purpose)
    if found is None:
        return render_template("accounts/link_gone.html", purpose=purpose.value), 404
    _, person = found
    form = NewPasswordForm()
    if form.validate_on_submit() and form.attempt(lambda: take_up(token, purpose, form.password.data or "")):
        begin_session(person)
        flash(gettext("Your password is set, and you are signed in."), "done")
        return redirect(url_for("networks.home"), 303)
    return render_template(
        "accounts/choose_password.html", form=form, person=person, purpose=purpose.value
    ), form.status
