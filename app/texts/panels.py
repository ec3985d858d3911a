"""What texts show on others' pages."""

from __future__ import annotations

from markupsafe import Markup

from app.core.actor import Actor
from app.texts.queries import mentions_of
from app.web.page.fragments import fragment


def mentioned_in(actor: Actor, network_id: int, kind: str, number: int) -> Markup | None:
    """The texts that link to a thing by its token, for the side of that thing's page."""
    rows, total = mentions_of(network_id, kind, number, seen_by=actor)
    return fragment("texts/_mentioned.html", rows=rows, total=total) if rows else None
