"""Where another address is asked for, and where it waits for an answer."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from app.accounts.models import AddressChange
from app.accounts.queries import oneself
from app.core.actor import Actor
from app.core.permissions import allowed
from app.core.text.words import plural
from app.networks.addresses.queries import how_many_ask, networks_that_could_confirm
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.web.page.fragments import fragment


def on_address_page(actor: Actor, change: AddressChange) -> Markup:
    """The way for whoever cannot read the old address any more."""
    could = bool(networks_that_could_confirm(actor, oneself(seen_by=actor)))
    return fragment("networks/_ask_a_chair.html", change=change, could=could)


def on_members_page(actor: Actor, network: LearningNetwork) -> Markup | None:
    if not allowed(actor, Permission.CONFIRM_ADDRESS, network):
        return None
    many = how_many_ask(network, seen_by=actor)
    if not many:
        return None
    said = plural(many, "member asks", "members ask")
    return fragment(
        "networks/_addresses.html",
        said=f"{said} for another address",
        url=url_for("networks.addresses", slug=network.slug),
    )
