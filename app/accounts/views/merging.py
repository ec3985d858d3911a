"""Two accounts of one person become one: sign in to the other, see what would move, press once."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import TooManyRequests

from app.accounts import queries, services
from app.accounts.forms import OtherAccountForm
from app.accounts.models import Person
from app.accounts.views.routes import blueprint, limit_of_sign_ins, visitor
from app.core import clock
from app.core.db import db
from app.core.language.spoken import gettext
from app.web.actor import actor, session_key
from app.web.forms import BaseForm

#: For how long the password counts as said, in this session.
OPEN_FOR = timedelta(minutes=10)
_SAID = "other_account"


@blueprint.route("/account/merge", methods=["GET", "POST"])
def merge() -> ResponseReturnValue:
    """Sign in to the other account. A try counts like any other sign-in."""
    form = OtherAccountForm()
    if form.validate_on_submit() and (other := _signed_in(form)):
        session[_SAID] = [clock.real_now().timestamp(), session_key(), other.id, services.proof_of(other)]
        return redirect(url_for("accounts.merge_now"), 303)
    person = queries.oneself(seen_by=actor())
    return render_template("accounts/merge.html", form=form, person=person), form.status


def _signed_in(form: OtherAccountForm) -> Person | None:
    person, email, browser = queries.oneself(seen_by=actor()), form.email.data or "", visitor()
    if wait := services.take_turn(email, browser, limit_of_sign_ins()):
        raise TooManyRequests(retry_after=wait)
    other = form.attempt(lambda: services.other_account(actor(), person, email, form.password.data or ""))
    if other is not None:
        services.was_right(email, browser)
    return other


@blueprint.route("/account/merge/now", methods=["GET", "POST"])
def merge_now() -> ResponseReturnValue:
    """What would move and what would not; and the press that does it."""
    at, of, other_id, proof = session.get(_SAID, (0.0, "", 0, ""))
    person, other, form = queries.oneself(seen_by=actor()), db.session.get(Person, other_id), BaseForm()
    said = of == session_key() and 0 <= clock.real_now().timestamp() - at < OPEN_FOR.total_seconds()
    if other is None or not said or services.proof_of(other) != proof:
        return redirect(url_for("accounts.merge"), 303)
    if form.validate_on_submit() and form.succeeds(
        lambda: services.merge_accounts(actor(), person, other, proof=proof)
    ):
        session.pop(_SAID)
        flash(gettext("The two accounts are one now."), "done")
        return redirect(url_for("accounts.account"), 303)
    found = services.would_merge(actor(), person, other)
    held = {"person": person, "other": other, "found": found}
    return render_template("accounts/merge_now.html", form=form, **held), form.status
