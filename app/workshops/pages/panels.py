"""What workshops show on others' pages: the way to them, a network's home, and what waits for a person."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.networks.models import LearningNetwork
from app.web.page.fragments import fragment
from app.web.page.panels import NavItem, Waiting
from app.workshops.lifecycle import WORKSHOP
from app.workshops.models import Part
from app.workshops.pages.queries import listing
from app.workshops.pages.queries.listing import WorkshopOnHome
from app.workshops.policy import Permission

#: How many the network's home names.
NEXT = 3


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:
    if not allowed(actor, Permission.READ, network):
        return []
    return [NavItem(gettext("Workshops"), url_for("workshops.listing", slug=network.slug), group=gettext("Talk"))]


def on_network_home(actor: Actor, network: LearningNetwork) -> Markup | None:
    """The next workshops; without any, only those who plan hear of it."""
    lines = listing.under_way(network, NEXT, seen_by=actor)
    if not lines and not allowed(actor, Permission.PLAN, network):
        return None
    return fragment("workshops/pages/network_home.html", network=network, lines=lines, lifecycle=WORKSHOP)


def waiting(actor: Actor) -> Iterator[Waiting]:
    """An invitation to answer, a meeting under way, cards to write, a board to read, a ballot to cast."""
    for one in listing.mine_under_way(seen_by=actor):
        address = url_for("workshops.workshop", slug=one.slug, number=one.number)
        if (found := _what(one)) is not None:
            label, path, why = found
            due = one.closes_at or (one.starts_at if one.state in {"scheduled", "collecting"} else None)
            yield Waiting(
                title=f"{label}: {one.title}",
                url=address + path,
                network=one.code,
                why=why,
                since=one.state_since,
                due_on=clock.local(due).date() if due else None,
            )


def _what(one: WorkshopOnHome) -> tuple[str, str, str] | None:
    """The words, the rest of the address, and why it is theirs."""
    takes_part = one.part is not Part.OBSERVER
    if one.state == "live":
        return "Enter the room", "/room", "The meeting is under way"
    if one.owes_ballot:
        return "Cast your ballot", "/ballot", "Everybody invited has one, present or absent"
    if one.state in {"scheduled", "collecting"} and one.answer is None:
        return "Answer the invitation", "", "You are invited"
    if one.state == "collecting" and takes_part:
        return "Write your cards", "/room", "It is open for contributions"
    if one.state == "catch_up" and takes_part:
        return "Read the board and add to it", "/board", "Whoever could not come adds now"
    return None
