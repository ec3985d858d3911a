"""Who asks to join: for the home and the members' page of those who answer."""

from __future__ import annotations

from markupsafe import Markup

from app.core.actor import Actor
from app.core.permissions import allowed
from app.networks.joining.queries import links, requests
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.web.page.fragments import fragment


def on_members_page(actor: Actor, network: LearningNetwork) -> Markup | None:
    if not allowed(actor, Permission.INVITE, network):
        return None
    found, asked = links(network, seen_by=actor), requests(network, seen_by=actor)
    return fragment("networks/_joining.html", of=network, links=len(found), asked=len(asked))
