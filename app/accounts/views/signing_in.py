"""Signing in and out; and getting back what was typed when a session had ended."""

from __future__ import annotations

from typing import cast

from flask import current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import TooManyRequests

from app.accounts import queries
from app.accounts.forms import SignInForm
from app.accounts.models import Person
from app.accounts.services import end_session, take_turn, was_right
from app.accounts.services import sign_in as check
from app.accounts.views.routes import begin_session, blueprint, limit_of_sign_ins, visitor
from app.web.actor import actor, public, session_key
from app.web.errors import WORDS, answer, from_this_site, may_be_shown, stale_form
from app.web.forms import new_form_key
from app.web.page.redirects import own_path

#: The page "please sign in first" puts this before the name of each field that it carries along.
CARRIED = "carried:"


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if actor().signed_in:
        return redirect(own_path(request.args.get("next")))
    return _page(SignInForm(email=request.args.get("email")))


@blueprint.post("/sign-in")
@public
def check_in() -> ResponseReturnValue:
    """Sign in and go where the person was going, or show again what they had typed."""
    form = SignInForm()
    typed, send_to = carried(), own_path(request.form.get("send_to"), "")
    if form.validate_on_submit() and (person := _checked(form)):
        begin_session(person)
        if typed and send_to:
            again = {"typed": typed, "send_again": send_to, "token": generate_csrf(), "form_key": new_form_key()}
            return render_template("accounts/send_again.html", **again)
        return redirect(own_path(request.form.get("next"), url_for("networks.home")), 303)
    return _page(form), form.status


def _checked(form: SignInForm) -> Person | None:
    email, browser = form.email.data or "", visitor()
    if wait := take_turn(email, browser, limit_of_sign_ins()):
        raise TooManyRequests(retry_after=wait)
    person = form.attempt(lambda: check(email, form.password.data or ""))
    if person is not None:
        was_right(email, browser)
    return person


def _page(form: SignInForm, **more: str) -> str:
    password = current_app.extensions["settings"].demo_password
    return render_template(
        "accounts/sign_in.html",
        form=form,
        next=own_path(request.values.get("next"), ""),
        typed=carried(),
        send_to=own_path(request.form.get("send_to"), ""),
        demo_password=password if queries.only_invented_people() else "",
        **more,
    )


def carried() -> list[tuple[str, str]]:
    """What a page of ours carries through the sign-in. The form's token proves that the page is ours."""
    pairs = request.form.items(multi=True) if request.method == "POST" else ()
    named = [(name.removeprefix(CARRIED), text) for name, text in pairs if name.startswith(CARRIED)]
    return [(name, text) for name, text in named if may_be_shown(name)]


@blueprint.errorhandler(429)
def _slower(error: TooManyRequests) -> ResponseReturnValue:
    """Too many attempts: the same page with whatever it carries, so that nothing typed is lost."""
    later = {name: value for name, value in error.get_headers() if name == "Retry-After"}
    if request.endpoint == "accounts.check_in":
        return _page(SignInForm(), trouble="too many"), 429, later
    page, status = cast("tuple[str, int]", answer(429, *WORDS[429]))
    return page, status, later


@blueprint.errorhandler(CSRFError)
def _stale(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001
    """The sign-in page itself was open for too long: here it is again, with what it carries if it is ours."""
    if request.endpoint == "accounts.check_in" and from_this_site():
        return _page(SignInForm(), trouble="stale"), 400
    return stale_form()


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    end_session(session_key())
    logout_user()
    session.clear()
    return redirect("/", 303)
