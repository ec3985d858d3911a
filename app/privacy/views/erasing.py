"""Having oneself erased, on a page that says what would happen."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import PresentPasswordForm
from app.accounts.views.routes import attempt_with_password
from app.core.actor import NOBODY
from app.privacy.services.erasing import erase_oneself, would_happen
from app.privacy.views.routes import blueprint
from app.web.actor import act_as, actor


@blueprint.route("/account/erase", methods=["GET", "POST"])
def erase() -> ResponseReturnValue:
    """The question, with the password in it; the answer ends the session with the account."""
    person, form = queries.oneself(seen_by=actor()), PresentPasswordForm()
    if form.validate_on_submit() and attempt_with_password(
        form, person, lambda typed: erase_oneself(actor(), person, password=typed)
    ):
        act_as(NOBODY)  # from here on: a receipt of this form would say who sent it
        session.clear()
        flash("Your account is erased. What you wrote stands under “former member” from now on.", "done")
        return redirect(url_for("networks.front"), 303)
    return render_template(
        "privacy/erase.html", form=form, person=person, found=would_happen(actor(), person)
    ), form.status
