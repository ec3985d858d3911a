"""What the administration adds to the administrator's other pages."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for

from app.core.actor import Actor
from app.web.page.panels import NavItem


def ways(actor: Actor) -> Iterator[NavItem]:  # noqa: ARG001 -- shown on the administrator's own pages
    """The way to these pages, beside networks and people."""
    yield NavItem("State of the site", url_for("administration.state"))
