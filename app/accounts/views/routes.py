"""The blueprint that the pages of this feature hang on."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, session

from app.accounts.models import Person
from app.accounts.services import session_key
from app.core.db import db
from app.web.actor import open_session

blueprint = Blueprint("accounts", __name__, template_folder="../templates")


def limit_of_sign_ins() -> str:
    """The limit in the settings, read at each request so that a setting is enough to change it."""
    return str(current_app.extensions["settings"].sign_in_limit)


def begin_session(person: Person) -> None:
    """Sign the person in on this browser, in a session of their own: nothing of an earlier one is kept."""
    session.clear()
    g.pop("csrf_token", None)  # the token made for the form of this request belongs to the session that has gone
    session.permanent = True
    db.session.flush()  # the key is looked up at once, and a new password has just raised its number
    open_session(session_key(person))


@blueprint.after_request
def _never_kept(response: Response) -> Response:
    # Pages with links, tokens and addresses stay out of every cache, and out of the next page's Referer.
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
