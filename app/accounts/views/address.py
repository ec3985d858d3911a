"""Another e-mail address: asked for with the password, answered at the new address and at the old one."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries, services
from app.accounts.forms import NewAddressForm
from app.accounts.models import AddressChange, LinkPurpose
from app.accounts.services.address_changes import LASTS
from app.accounts.services.links import LIFETIME
from app.accounts.views.routes import attempt_with_password, blueprint, limit_of_sign_ins
from app.core.language.spoken import gettext
from app.web.actor import actor, public, session_key
from app.web.extensions import limiter
from app.web.forms import BaseForm
from app.web.page.asking import Question, asks_once


@blueprint.route("/account/address", methods=["GET", "POST"])
def address() -> ResponseReturnValue:
    """The form, and how far a change is that was asked for. The answer is the same whoever has the new address."""
    person, form = queries.oneself(seen_by=actor()), NewAddressForm()
    if form.validate_on_submit() and attempt_with_password(
        form, person, lambda typed: services.ask_for_address(actor(), person, form.email.data or "", password=typed)
    ):
        flash(gettext("Two letters are on their way: one to the new address, one to the old."), "done")
        return redirect(url_for("accounts.address"), 303)
    change = queries.open_change(person.id)
    held = {"change": change, "link_days": LIFETIME[LinkPurpose.NEW_ADDRESS].days, "days": LASTS.days}
    return render_template("accounts/address.html", form=form, person=person, **held), form.status


def _forgetting() -> Question | None:
    change = queries.open_change(queries.oneself(seen_by=actor()).id)
    if change is None:
        return None
    told = [gettext("Your address stays as it is, and the links in both letters work no more.")]
    return Question(
        gettext("Keep your address?"), gettext("Keep it"), told, gettext("You can ask again."), about=change.new_email
    )


@blueprint.post("/account/address/forget")
@asks_once(_forgetting)
def forget_address() -> ResponseReturnValue:
    services.forget_address(actor(), queries.oneself(seen_by=actor()))
    flash(gettext("Your address stays as it is."), "done")
    return redirect(url_for("accounts.address"), 303)


@blueprint.route("/address/new/<token>", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def new_address(token: str) -> ResponseReturnValue:
    """Behind the link in the letter to the new address."""
    return _answered(token, LinkPurpose.NEW_ADDRESS, services.prove_address)


@blueprint.route("/address/old/<token>", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def old_address(token: str) -> ResponseReturnValue:
    """Behind the link in the letter to the old address: they want it, or they did not ask."""
    if "stop" in request.form and queries.open_link(token, LinkPurpose.OLD_ADDRESS) and BaseForm().validate_on_submit():
        services.stop_address(token)
        return render_template("accounts/address_stopped.html")
    return _answered(token, LinkPurpose.OLD_ADDRESS, services.confirm_address)


def _answered(token: str, purpose: LinkPurpose, answer: Callable[..., AddressChange | None]) -> ResponseReturnValue:
    found = queries.open_link(token, purpose)
    change = queries.open_change(found[1].id) if found else None
    if change is None:
        return render_template("accounts/link_gone.html", purpose=purpose.value), 404
    form = BaseForm()
    if form.validate_on_submit():
        new = change.new_email
        waits = answer(token, session=session_key())
        return render_template("accounts/address_answered.html", waits=waits, new=new)
    is_new = purpose is LinkPurpose.NEW_ADDRESS
    return render_template("accounts/address_answer.html", form=form, change=change, is_new=is_new), form.status
