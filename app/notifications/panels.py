"""What the inbox shows on every page: its count in the header."""

from __future__ import annotations

from flask import url_for

from app.core.actor import Actor
from app.notifications import queries
from app.web.page.panels import HeaderCount


def inbox_count(actor: Actor) -> list[HeaderCount]:
    return [HeaderCount("Inbox", queries.unread_count(seen_by=actor), url_for("notifications.inbox"))]
