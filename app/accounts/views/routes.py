"""The blueprint that the pages of this feature hang on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, Response, after_this_request, current_app, g, request, session
from werkzeug.exceptions import TooManyRequests

from app.accounts import services
from app.accounts.browsers import named
from app.accounts.forms import PresentPasswordForm
from app.accounts.models import Person
from app.accounts.passwords import new_secret
from app.accounts.services import Lifetime, Visitor
from app.core.db import db
from app.web.actor import open_session, session_key
from app.web.serving import cookies

#: The cookie by which a browser is known again after the session, and how long it keeps it.
DEVICE = "device"
_DEVICE_LASTS = timedelta(days=365)

blueprint = Blueprint("accounts", __name__, template_folder="../templates")


def limit_of_sign_ins() -> str:
    """The limit in the settings, read at each request so that a setting is enough to change it."""
    return str(current_app.extensions["settings"].sign_in_limit)


def visitor() -> Visitor:
    """The browser that asks. It is given a secret of its own at the first sight, and keeps it."""
    device = str(g.get(DEVICE) or cookies.read(DEVICE))
    if not device:
        device = new_secret()
        setattr(g, DEVICE, device)
    return Visitor(device, named(request.headers.get("User-Agent", "")), request.remote_addr or "")


def begin_session(person: Person) -> None:
    """Sign the person in on this browser, in a session of their own: nothing of an earlier one is kept."""
    services.end_session(session_key())
    session.clear()
    g.pop("csrf_token", None)  # the token made for the form of this request belongs to the session that has gone
    session.permanent = True
    db.session.flush()  # of a person who has just chosen a password
    settings, browser = current_app.extensions["settings"], visitor()
    lifetime = Lifetime(timedelta(hours=settings.session_hours), timedelta(days=settings.session_days))
    open_session(services.begin_session(person, browser, lifetime))
    after_this_request(lambda answer: cookies.keep(answer, DEVICE, browser.device, _DEVICE_LASTS))


def attempt_with_password(form: PresentPasswordForm, person: Person, call: Callable[[str], object]) -> bool:
    """Whether what asks for the present password was done. Trying it counts like a sign-in, in whichever form it stands."""
    if wait := services.take_turn(person.email, visitor(), limit_of_sign_ins()):
        raise TooManyRequests(retry_after=wait)

    right = form.succeeds(lambda: call(form.current_password.data or ""))
    if right:
        services.was_right(person.email, visitor())
    return right


@blueprint.after_request
def _never_kept(response: Response) -> Response:
    # Pages with links, tokens and addresses stay out of every cache, and out of the next page's Referer.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
