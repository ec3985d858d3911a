"""What accounts adds to the frame of every page."""

from __future__ import annotations

from flask import url_for

from app.core.actor import Actor
from app.web.panels import NavItem


def account_links(actor: Actor) -> list[NavItem]:
    """The account menu."""
    if not actor.signed_in:
        return []
    return [
        NavItem("Your account", url_for("accounts.account")),
        NavItem("Sign out", url_for("accounts.sign_out"), post=True),
    ]


def public_links(actor: Actor) -> list[NavItem]:
    """For those who are not signed in."""
    return [] if actor.signed_in else [NavItem("Sign in", url_for("accounts.sign_in"))]
