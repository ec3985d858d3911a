"""Where one is signed in, and has been. Each session can be ended from here, by whoever knows the password."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import PresentPasswordForm
from app.accounts.models import SignIn
from app.accounts.passwords import fingerprint
from app.accounts.services import end_one_session, end_other_sessions
from app.accounts.views.routes import attempt_with_password, blueprint
from app.core.errors import NotFound
from app.web.actor import actor, session_key


@blueprint.get("/account/sessions")
def sessions() -> ResponseReturnValue:
    return render_template(
        "accounts/sessions.html",
        sessions=queries.sessions(seen_by=actor()),
        earlier=queries.earlier_sessions(seen_by=actor()),
        this=fingerprint(session_key()),
        kept_days=current_app.extensions["settings"].keep_sign_ins_days,
    )


@blueprint.route("/account/sessions/<int:sign_in_id>/end", methods=["GET", "POST"])
def end_session(sign_in_id: int) -> ResponseReturnValue:
    person, form = queries.oneself(seen_by=actor()), PresentPasswordForm()
    ending = [each for each in queries.sessions(seen_by=actor()) if each.id == sign_in_id]
    if not ending:
        return _over(sign_in_id)
    if form.validate_on_submit() and attempt_with_password(
        form, person, lambda typed: end_one_session(actor(), person, sign_in_id, password=typed)
    ):
        return _signed_out("That browser is signed out.")
    return _ask(form, ending)


@blueprint.route("/account/sessions/end-others", methods=["GET", "POST"])
def end_others() -> ResponseReturnValue:
    person, form, this = queries.oneself(seen_by=actor()), PresentPasswordForm(), session_key()
    ending = [each for each in queries.sessions(seen_by=actor()) if each.key_hash != fingerprint(this)]
    if form.validate_on_submit() and attempt_with_password(
        form, person, lambda typed: end_other_sessions(actor(), person, this, password=typed)
    ):
        return _signed_out("Every other browser is signed out.")
    return _ask(form, ending)


def _ask(form: PresentPasswordForm, ending: list[SignIn]) -> ResponseReturnValue:
    """The form with the password, above it what would end."""
    person = queries.oneself(seen_by=actor())
    return render_template("accounts/end_sessions.html", form=form, ending=ending, person=person), form.status


def _over(sign_in_id: int) -> ResponseReturnValue:
    """Of a session of one's own that has ended there is nothing to ask; others do not exist."""
    if sign_in_id not in {each.id for each in queries.earlier_sessions(seen_by=actor())}:
        raise NotFound
    return _signed_out("That browser was signed out already.")


def _signed_out(said: str) -> ResponseReturnValue:
    flash(said, "done")
    return redirect(url_for("accounts.sessions"), 303)
