"""Domain errors become pages (or fragments for htmx), and a dead session or a stale form loses no text."""

from __future__ import annotations

import contextlib
import re
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.core.actor import NOBODY
from app.core.db import came_second, db
from app.core.errors import Conflict, DomainError, Invalid, NotFound, Refused, Unsaid
from app.core.language.spoken import gettext, lazy_gettext
from app.web.actor import act_as, actor
from app.web.forms import AT_ONCE, new_form_key
from app.web.page.fragments import wants_fragment
from app.web.page.redirects import here
from app.web.page.told import unsay

#: What the driver says when the database is locked, full, out of reach or asked by too many at once.
OUTAGES = (OperationalError, InterfaceError, NoConnection)
STATUS: dict[type[DomainError], int] = {NotFound: 404, Refused: 403, Invalid: 422, Unsaid: 400, Conflict: 409}
_NEVER_SHOWN = re.compile("csrf_token|form_key|key|.*password.*")

WORDS = {
    400: (lazy_gettext("This request could not be read."), lazy_gettext("Go back and try again.")),
    404: (
        lazy_gettext("There is nothing here that you can see."),
        lazy_gettext("Check the address, or look for it from your home page."),
    ),
    405: (
        lazy_gettext("This address does not take that kind of request."),
        lazy_gettext("Go back to the page and use its buttons."),
    ),
    413: (lazy_gettext("That is too large."), lazy_gettext("A text may have up to 100,000 characters.")),
    429: (
        lazy_gettext("Too many attempts from here."),
        lazy_gettext("Wait a minute and try again. A forgotten password can be reset."),
    ),
    500: (
        lazy_gettext("Something went wrong on our side."),
        lazy_gettext("Nothing you did was half saved. Go back, and try again in a moment."),
    ),
    503: (lazy_gettext("The site is busy for a moment."), lazy_gettext("Try again in a few seconds.")),
}


def init_app(app: Flask) -> None:
    app.extensions["ask_to_sign_in"] = ask_to_sign_in

    @app.errorhandler(DomainError)
    def _domain(error: DomainError) -> ResponseReturnValue:
        status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
        if status == 404 and not actor().signed_in:
            return ask_to_sign_in()
        faults = error.fields if isinstance(error, Invalid) else {}
        return answer(status, error.message, error.help_text, typed=typed_text(), faults=faults)

    @app.errorhandler(CSRFError)
    def _stale(error: CSRFError) -> ResponseReturnValue:  # noqa: ARG001
        return stale_form()

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error.get_response()
        message, help_text = WORDS.get(error.code, (error.description or error.name, ""))
        response = make_response(answer(error.code, message, help_text))
        # What the status promises beside its words: Allow, Retry-After, Content-Range.
        response.headers.update({name: value for name, value in error.get_headers() if name != "Content-Type"})
        return response

    @app.errorhandler(StaleDataError)
    def _raced(error: StaleDataError) -> ResponseReturnValue:  # noqa: ARG001
        return raced()

    @app.errorhandler(IntegrityError)
    def _taken(error: IntegrityError) -> ResponseReturnValue:
        return raced() if came_second(error) else _unexpected(error)

    for kind in OUTAGES:
        app.register_error_handler(kind, unavailable)

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> ResponseReturnValue:
        db.session.rollback()
        app.logger.error("unexpected error", exc_info=error)
        if app.testing:
            raise error
        return answer(500, *WORDS[500], typed=typed_text())


def unavailable(error: Exception) -> ResponseReturnValue:
    """The database does not take the request now: locked for too long, full, gone. What was typed is offered again.

    Nothing here asks the database anything, which would wait a second time. The form keeps its key, so that what was
    stored after all, though the answer got lost, is not stored twice.
    """
    current_app.logger.error("the database is not available", exc_info=error)
    with contextlib.suppress(*OUTAGES):
        db.session.rollback()
    act_as(NOBODY)
    shown: dict[str, Any] = {"typed": typed_text()}
    if from_this_site() and shown["typed"]:
        key = request.form.get("form_key") or new_form_key()
        shown |= {"send_again": request.full_path.rstrip("?"), "token": generate_csrf(), "form_key": key}
    response = make_response(answer(503, *_why(error), **shown))
    response.headers["Retry-After"] = "5"
    return response


def _why(error: Exception) -> tuple[str, str]:
    if "full" in str(error):
        return gettext("The site cannot store anything: its disk is full."), gettext(
            "Nothing was changed. Tell whoever keeps the site."
        )
    return gettext("The site is busy for a moment."), gettext(
        "Nothing was changed. Wait a few seconds, then send it again."
    )


def raced() -> ResponseReturnValue:
    """Two people pressed a button at the same instant and the database let one through: tell the other."""
    db.session.rollback()
    return answer(409, AT_ONCE, gettext("Look at it anew."), typed=typed_text())


def answer(status: int, message: str, help_text: str = "", **context: Any) -> ResponseReturnValue:
    """An error as JSON for the API, as a fragment for htmx, as a page otherwise."""
    if request.path.startswith("/api/"):
        error = {"status": status, "message": message, "help": help_text, "fields": context.get("faults") or {}}
        return {"error": error}, status
    if request.method == "POST":
        unsay()
        context.setdefault("back", here())  # where the form stood
    template = "errors/_fragment.html" if wants_fragment() else "errors/page.html"
    return render_template(template, status=status, message=message, help=help_text, **context), status


def typed_text() -> list[tuple[str, str]]:
    """What the person had typed into the form of this request, so that an error page can show it."""
    pairs = request.form.items(multi=True) if request.method == "POST" else ()
    return [(name, text) for name, text in pairs if may_be_shown(name) and text.strip()]


def may_be_shown(field: str) -> bool:
    """Whether what stands in this field of a form may be offered again; of passwords and tokens nothing is."""
    return not _NEVER_SHOWN.fullmatch(field)


def from_this_site() -> bool:
    """Whether the browser says that this form stood on a page of ours."""
    # Only a form of our own page may be offered again: otherwise a foreign site could have us show its text.
    origin = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(origin).netloc == request.host


def stale_form() -> ResponseReturnValue:
    """The form's token is not of this session: sign in first, or look at what was typed and send it again."""
    return _offer_again() if actor().signed_in else ask_to_sign_in()


def _offer_again() -> ResponseReturnValue:
    message = gettext("This form was open for too long, so it was not sent.")
    if not from_this_site():
        return answer(400, message, gettext("Open the page anew and send it again."))
    help_text = gettext("What you typed is below. Check it and send it again.")
    return answer(400, message, help_text, typed=typed_text(), **_way_to_send(request.full_path.rstrip("?")))


def _way_to_send(path: str) -> dict[str, str]:
    """What a form that is offered again needs; with a key of its own, so that a double click sends it once."""
    return {"send_again": path, "token": generate_csrf(), "form_key": new_form_key()}


def ask_to_sign_in() -> ResponseReturnValue:
    """401 with the way to the sign-in page, and whatever the person had typed before the session ended."""
    if request.path.startswith("/api/"):
        help_text = "Make one with: flask --app wsgi accounts token EMAIL"
        response = make_response(answer(401, gettext("This call needs a bearer token."), help_text))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    sign_in = url_for("accounts.sign_in", next=here())
    if wants_fragment():
        # The page with the form is still on the screen, and the browser keeps what was typed into it.
        help_text = gettext("What you typed stays on this page. Sign in in a new tab, then load this page again.")
        return answer(401, gettext("You are signed out."), help_text, sign_in=sign_in)
    if request.method == "GET":
        return render_template("errors/sign_in.html", sign_in=sign_in, typed=[]), 401
    typed = typed_text() if from_this_site() else []
    return render_template("errors/sign_in.html", sign_in=sign_in, typed=typed), 401
