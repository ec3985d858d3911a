"""The ways to the desk."""

from __future__ import annotations

from flask import url_for

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.standing.policy import desks_of
from app.web.page.panels import NavItem


def link(actor: Actor) -> list[NavItem]:
    """Beside Home, for those who keep a network going."""
    return [NavItem(gettext("Desk"), url_for("desk.all_of_mine"))] if desks_of(actor) else []
