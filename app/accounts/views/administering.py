"""Who administers the site: made and ended by an administrator, on a page that asks for their password."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import PresentPasswordForm
from app.accounts.policy import Permission
from app.accounts.services import end_administrator, name_administrator
from app.accounts.views.routes import attempt_with_password, blueprint
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.web.actor import actor


@blueprint.route("/admin/people/<int:person_id>/<any(admin, no_admin):change>", methods=["GET", "POST"])
def administrator(person_id: int, change: str) -> ResponseReturnValue:
    """The question with the password in it."""
    person, me, form = (
        queries.person(person_id, seen_by=actor()),
        queries.oneself(seen_by=actor()),
        PresentPasswordForm(),
    )
    require(actor(), Permission.ADMINISTER, person)
    do = name_administrator if change == "admin" else end_administrator
    if form.validate_on_submit() and attempt_with_password(form, me, lambda typed: do(actor(), person, password=typed)):
        flash(gettext("Saved for %(name)s. All administrators are told by mail.", name=person.name), "done")
        return redirect(url_for("networks.people", words=person.email), 303)
    shown = {"makes": change == "admin", "person": person, "me": me}
    return render_template("accounts/administrator.html", form=form, **shown), form.status
