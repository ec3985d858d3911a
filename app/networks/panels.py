"""What networks add to the frame of every page, to home, and to the account page."""

from __future__ import annotations

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.networks import queries
from app.networks.forms import CONSENTS
from app.networks.lifecycle import missing_to_begin
from app.networks.models import LearningNetwork, Role
from app.networks.policy import Permission
from app.networks.views.steps import set_up_steps
from app.web.page.fragments import fragment
from app.web.page.panels import NavItem, SetUpStep, Waiting, collect


def last_sections(actor: Actor, network: LearningNetwork) -> list[NavItem]:
    """The last section: who is here. The first is the network's own page, to which its code leads."""
    if not actor.roles_in(network.id) and not actor.is_admin:
        return []
    return [NavItem(gettext("People"), url_for("networks.members", slug=network.slug))]


def administration(actor: Actor) -> list[NavItem]:  # noqa: ARG001 -- shown on the administrator's own pages
    """The administrator's first pages."""
    return [
        NavItem(gettext("Networks"), url_for("networks.admin")),
        NavItem(gettext("People"), url_for("networks.people")),
    ]


def switcher(actor: Actor) -> list[NavItem]:
    """The reader's networks, for the menu in the frame of every page, with how many discussions have something new."""
    new: dict[int, int] = dict(collect("networks.news", actor=actor))
    return [
        NavItem(
            f"{place.code} {place.title}",
            url_for("networks.network", slug=place.slug),
            new=new.get(place.id, 0),
        )
        for place in actor.places
    ]


def site_links(actor: Actor) -> list[NavItem]:
    return [NavItem(gettext("Administration"), url_for("networks.admin"))] if actor.is_admin else []


def waiting(actor: Actor) -> list[Waiting]:
    """A chair's network that is not open yet waits for its chair, and a site's first one for the administrator."""
    if actor.is_admin and queries.no_network_yet(seen_by=actor):
        url, why = url_for("networks.admin"), "You are the administrator"
        return [Waiting(gettext("Open the first network"), url, network=gettext("This site"), why=why)]
    chaired = [each.id for each in actor.places if each.state == "draft" and Role.CHAIR in actor.roles_in(each.id)]
    return [
        Waiting(
            title=gettext("Set up the learning network of %(code)s", code=network.module.code),
            url=url_for("networks.set_up", slug=network.slug),
            network=network.module.code,
            why=gettext("You are its chair"),
            since=network.state_since,
        )
        for network in queries.drafts(chaired, seen_by=actor)
    ]


def own_part(actor: Actor) -> Markup:
    """Research consent per network, and the way to one's own record, on the account page."""
    memberships = {each.network_id: each for each in queries.own_roles(seen_by=actor)}
    mine = [(each, memberships[each.id]) for each in queries.my_networks(seen_by=actor)]
    return fragment("networks/_own_part.html", mine=mine, consents=CONSENTS)


def first_steps(actor: Actor, network: LearningNetwork) -> list[SetUpStep]:
    """What a network is for, and when its module runs."""
    runs = queries.presentations(network.module_id, seen_by=actor)
    return [
        SetUpStep(
            gettext("Purpose, people in charge, code of conduct"),
            url_for("networks.set_up", slug=network.slug),
            not missing_to_begin(network),
        ),
        SetUpStep(gettext("Presentations"), url_for("networks.presentations", slug=network.slug), len(runs) > 1),
    ]


def last_step(actor: Actor, network: LearningNetwork) -> list[SetUpStep]:  # noqa: ARG001 -- as of every step
    """The beginning."""
    return [SetUpStep(gettext("The first cycle"), url_for("networks.cycle", slug=network.slug), done=False)]


def guide(actor: Actor, network: LearningNetwork) -> Markup | None:
    """The steps of setting up, on each of their pages, while the network has not begun."""
    if network.state != "draft" or not allowed(actor, Permission.SET_UP, network):
        return None
    return fragment("networks/_set_up_steps.html", steps=set_up_steps(network))
