"""The front page: what this is, for people who are not signed in."""

from __future__ import annotations

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms import SignInForm
from app.accounts.queries import nobody_yet
from app.networks import queries
from app.networks.views.routes import blueprint
from app.web.actor import actor, public


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    if actor().signed_in:
        return redirect(url_for("networks.home"))
    demo = queries.demo_accounts()
    return render_template(
        "front.html",
        sign_in_url=url_for("accounts.sign_in"),
        demo=demo or None,
        demo_password=current_app.extensions["settings"].demo_password if demo else None,
        form=SignInForm() if demo else None,
        is_new=not demo and nobody_yet(),
    )
