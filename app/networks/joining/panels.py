"""Who asks to join: for the home and the members' page of those who answer."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.core.language.spoken import gettext, ngettext
from app.core.permissions import allowed
from app.networks.joining.queries import asking, links, requests
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.web.page.fragments import fragment
from app.web.page.panels import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """People who ask to join wait for those who invite."""
    return [
        Waiting(
            title=ngettext("%(count)s person asks to join", "%(count)s people ask to join", each.many),
            url=url_for("networks.joining", slug=each.slug),
            network=each.code,
            why=gettext("You invite people here"),
            since=each.since,
        )
        for each in asking(seen_by=actor)
    ]


def on_members_page(actor: Actor, network: LearningNetwork) -> Markup | None:
    if not allowed(actor, Permission.INVITE, network):
        return None
    found, asked = links(network, seen_by=actor), requests(network, seen_by=actor)
    return fragment("networks/_joining.html", of=network, links=len(found), asked=len(asked))
