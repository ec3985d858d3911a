"""One's API tokens: made, shown once, revoked."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import SCOPES, TokenForm
from app.accounts.models import TokenScope
from app.accounts.services import make_token, revoke_token
from app.accounts.views.routes import blueprint
from app.core.concurrency.receipts import keep_receipt
from app.core.language.spoken import gettext
from app.web.actor import actor
from app.web.page.asking import Question, asks_once
from app.web.transaction import key_of_this_form


@blueprint.route("/account/tokens", methods=["GET", "POST"])
def tokens() -> ResponseReturnValue:
    """The tokens that work. A new one is in the answer to this very form, and is never shown again."""
    person = queries.oneself(seen_by=actor())
    form, made = TokenForm(), None
    # The answer is no redirect, because the token may stand nowhere but in it: so the receipt is kept here.
    here = url_for("accounts.tokens")
    receipt_key = key_of_this_form()
    if form.validate_on_submit() and (not receipt_key or keep_receipt(receipt_key, person.id, here)):
        scope, days = TokenScope(form.scope.data), int(form.days.data)
        made = form.attempt(lambda: make_token(actor(), person, form.label.data or "", scope=scope, days=days))
        form = TokenForm(formdata=None) if made else form
    status = 200 if made else form.status
    held = {"made": made, "tokens": queries.tokens(seen_by=actor()), "scopes": SCOPES}
    return render_template("accounts/tokens.html", form=form, **held), status


def _revoking(token_id: int) -> Question:
    about = next((each.label for each in queries.tokens(seen_by=actor()) if each.id == token_id), "")
    return Question(
        gettext("Revoke this token?"),
        gettext("Revoke it"),
        [gettext("Calls with it are refused from now on.")],
        about=about,
    )


@blueprint.post("/account/tokens/<int:token_id>/revoke")
@asks_once(_revoking)
def revoke(token_id: int) -> ResponseReturnValue:
    revoke_token(actor(), queries.oneself(seen_by=actor()), token_id)
    flash(gettext("The token is revoked. Calls with it are refused from now on."), "done")
    return redirect(url_for("accounts.tokens"), 303)
