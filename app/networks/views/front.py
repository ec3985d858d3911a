"""The front page: what this is, for people who are not signed in."""

from __future__ import annotations

from flask import current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.forms import SignInForm
from app.accounts.queries import nobody_yet
from app.accounts.set_up_key import has_set_up_key
from app.networks import queries
from app.networks.views.routes import blueprint
from app.web.actor import actor, public


@blueprint.get("/")
@public
def front() -> ResponseReturnValue:
    if actor().signed_in:
        return redirect(url_for("networks.home"))
    demo, settings = queries.demo_accounts(), current_app.extensions["settings"]
    return render_template(
        "front.html",
        sign_in_url=url_for("accounts.sign_in"),
        demo=demo or None,
        demo_password=settings.demo_password if demo else None,
        form=SignInForm() if demo else None,
        is_new=not demo and nobody_yet(),
        has_key=has_set_up_key(settings.data_dir),
    )
