"""Where one is signed in, and has been: each session can be ended from here."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.passwords import fingerprint
from app.accounts.services import end_one_session, end_other_sessions
from app.accounts.views.routes import blueprint
from app.web.actor import actor, session_key


@blueprint.get("/account/sessions")
def sessions() -> ResponseReturnValue:
    return render_template(
        "accounts/sessions.html",
        sessions=queries.sessions(seen_by=actor()),
        earlier=queries.earlier_sessions(seen_by=actor()),
        this=fingerprint(session_key()),
    )


@blueprint.post("/account/sessions/<int:sign_in_id>/end")
def end_session(sign_in_id: int) -> ResponseReturnValue:
    end_one_session(actor(), queries.oneself(seen_by=actor()), sign_in_id)
    flash("That browser is signed out.", "done")
    return redirect(url_for("accounts.sessions"), 303)


@blueprint.post("/account/sessions/end-others")
def end_others() -> ResponseReturnValue:
    end_other_sessions(actor(), queries.oneself(seen_by=actor()), session_key())
    flash("Every other browser is signed out.", "done")
    return redirect(url_for("accounts.sessions"), 303)
