"""The person signed in, as a plain object; and the rule that a page needs one unless it says otherwise."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from sqlalchemy.exc import DBAPIError

from app.core import clock
from app.core.actor import NOBODY, NOTED_EVERY, Actor
from app.web.extensions import login

#: A script says for whom its page was made. Somebody else may have signed in in the same browser since.
FOR_WHOM = "X-Person"

View = TypeVar("View", bound=Callable[..., Any])
Loader = Callable[[str], Actor | None]
Keeper = Callable[[str, timedelta], None]


class SignedIn:
    """What Flask-Login keeps: the actor, behind the four names the library asks for."""

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def __init__(self, actor: Actor, session_key: str) -> None:
        self.actor = actor
        self._session_key = session_key

    def get_id(self) -> str:
        return self._session_key


def actor() -> Actor:
    """Who asks. NOBODY if nobody is signed in; a bearer token's owner inside the API."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user.is_authenticated else NOBODY
    return cast("Actor", g.actor)


def act_as(someone: Actor) -> None:
    """Answer the rest of this request for `someone` (the API's bearer tokens)."""
    g.actor = someone


def public(view: View) -> View:
    """Mark a view that needs no sign-in. The marked views are listed, with reasons, in the tests."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def open_session(session_key: str) -> None:
    """Sign in whoever this key stands for: for the rest of this request, and for the session."""
    user = login._user_callback(session_key)  # noqa: SLF001 -- the loader below, which flask_login keeps
    login_user(user)
    session["seen"] = clock.real_now().timestamp()  # signing in is a visit
    act_as(user.actor)


def session_key() -> str:
    """The secret of the session that this request came with; "" if there is none."""
    return str(session.get("_user_id", ""))


def _keep_session() -> None:
    """A session lasts some hours from the last visit. It is written down, and the cookie that says so signed anew, only
    after each 24th of that time, or a quarter of an hour: doing it for every page would cost each a signature and a write.
    """
    if request.method not in {"GET", "HEAD"}:
        return  # in the transaction of a card or a ballot it would say whose that is
    now, seen = clock.real_now().timestamp(), session.get("seen", 0.0)
    idle = current_app.permanent_session_lifetime
    if not 0 <= now - seen < min(idle / 24, NOTED_EVERY).total_seconds():
        # A page that can be read is not refused because this cannot be written now: the next visit does it.
        with contextlib.suppress(DBAPIError):
            current_app.extensions["keep_session"](session_key(), idle)
            session["seen"] = now


def keep_sessions_with(app: Flask, keeper: Keeper) -> None:
    """Say how a visit makes a session last on. Set once, by the feature that keeps sessions."""
    app.extensions["keep_session"] = keeper


def load_actors_with(loader: Loader) -> None:
    """Say how a session key becomes an actor. Set once, by the feature that knows members."""

    def load(session_key: str) -> SignedIn | None:
        found = loader(session_key)
        return SignedIn(found, session_key) if found else None

    login.user_loader(load)


def _is_for_them() -> bool:
    me = str(actor().person_id)
    return request.headers.get(FOR_WHOM, me) == me


def init_app(app: Flask) -> None:
    login.init_app(app)

    @app.before_request
    def _need_sign_in() -> ResponseReturnValue | None:
        view = current_app.view_functions.get(request.endpoint or "")
        if view is None or getattr(view, "is_public", False):
            return None
        if actor().signed_in and _is_for_them():
            _keep_session()
            return None
        return current_app.extensions["ask_to_sign_in"]()
