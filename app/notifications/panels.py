"""What the inbox shows elsewhere: its count in the header, the way to the page about mail in the account."""

from __future__ import annotations

from flask import url_for

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.notifications import queries
from app.web.page.frame import counted
from app.web.page.panels import HeaderCount, NavItem


def inbox_count(actor: Actor) -> list[HeaderCount]:
    return [HeaderCount(gettext("Inbox"), counted(queries.COUNT, actor).get(0, 0), url_for("notifications.inbox"))]


def way_to_mail(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- only ever shown to whoever is signed in
    """Beside profile and password: what mail one gets."""
    return [NavItem(gettext("Mail"), url_for("notifications.mail"))]
