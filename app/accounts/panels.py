"""What accounts adds to the frame of every page."""

from __future__ import annotations

from flask import request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.web.page.panels import NavItem
from app.web.page.redirects import here, own_path

_WAY_IN = frozenset(
    f"accounts.{view}" for view in ("sign_in", "check_in", "ask_for_reset", "reset", "take_up_invitation")
)


def account_links(actor: Actor) -> list[NavItem]:
    """The account menu."""
    if not actor.signed_in:
        return []
    return [
        NavItem(gettext("Your drafts"), url_for("accounts.drafts")),
        NavItem(gettext("Your account"), url_for("accounts.account")),
        NavItem(gettext("Sign out"), url_for("accounts.sign_out"), post=True),
    ]


def public_links(actor: Actor) -> list[NavItem]:
    """For those who are not signed in: they come back to where they were."""
    return [] if actor.signed_in else [NavItem(gettext("Sign in"), url_for("accounts.sign_in", next=_way_back()))]


def _way_back() -> str | None:
    if request.endpoint is None:
        return None  # there is nothing at this address
    # On the way in one keeps where one was going; a link from a letter has been used by then.
    target = own_path(_said_next(), "") if request.endpoint in _WAY_IN else here()
    return target if target not in {"", "/"} else None


def _said_next() -> str | None:
    try:
        return request.values.get("next")
    except RequestEntityTooLarge:
        # The page that says so has this frame too.
        return request.args.get("next")
