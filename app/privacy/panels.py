"""What people's own data adds to the pages of the account."""

from __future__ import annotations

from flask import url_for

from app.core.actor import Actor
from app.web.page.panels import NavItem


def of_administration(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- shown on the administrator's own pages
    """The way to the words of the privacy page."""
    return [NavItem("Privacy", url_for("privacy.word"))]


def ways(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- only ever shown to whoever is signed in
    """The way to one's own data, beside profile and password."""
    return [NavItem("Your data", url_for("privacy.own_data"))]
