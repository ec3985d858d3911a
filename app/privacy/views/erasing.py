"""Erasing an account, one's own or as an administrator another's, on a page that says what would happen."""

from __future__ import annotations

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import PresentPasswordForm
from app.accounts.views.routes import attempt_with_password
from app.core.actor import NOBODY
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.policy import Permission
from app.privacy.forms import EraseAnotherForm
from app.privacy.services.erasing import erase_another, erase_oneself, would_happen
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
        flash(gettext("Your account is erased. What you wrote stands under “former member” from now on."), "done")
        return redirect(url_for("networks.front"), 303)
    return render_template(
        "privacy/erase.html", form=form, person=person, found=would_happen(actor(), person)
    ), form.status


@blueprint.route("/admin/people/<int:person_id>/erase", methods=["GET", "POST"])
def erase_person(person_id: int) -> ResponseReturnValue:
    """At a person's request. What goes and stays is counted as a whole: what they did where is not for an administrator."""
    require(actor(), Permission.ADMINISTER, None)
    if person_id == actor().person_id:
        return redirect(url_for("privacy.erase"), 303)
    person, me, form = queries.person(person_id, seen_by=actor()), queries.oneself(seen_by=actor()), EraseAnotherForm()
    if form.validate_on_submit() and attempt_with_password(
        form, me, lambda typed: erase_another(actor(), person, address=form.address.data or "", password=typed)
    ):
        flash(gettext("The account is erased, and its address is free."), "done")
        return redirect(url_for("networks.people"), 303)
    found = would_happen(actor(), person)
    return render_template("privacy/erase_person.html", form=form, person=person, me=me, found=found), form.status
