"""What @ and # offer while one writes in a network."""

from __future__ import annotations

from collections.abc import Iterator

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Actor
from app.core.text.words import plural
from app.networks import queries
from app.networks.models import LearningNetwork
from app.networks.naming import queries as mentions
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page import panels
from app.web.page.naming import Offered

LONGEST = 40


@blueprint.get("/networks/<slug>/names")
def names(slug: str) -> ResponseReturnValue:
    """A list for the editor; nothing (204) where nothing fits. Strangers to the network get 404, as everywhere."""
    network = queries.network(slug, seen_by=actor())
    key, text = request.args.get("key", "@"), request.args.get("text", "")[:LONGEST].strip()
    of_people = key == "@"
    offered = list(_people(network, text, actor())) if of_people else _things(network, text)
    if not offered:
        return "", 204
    return render_template("networks/names.html", offered=offered[: mentions.OFFERED], of_people=of_people)


def _things(network: LearningNetwork, text: str) -> list[Offered]:
    return panels.collect("networks.names", actor=actor(), network=network, text=text)


def _people(network: LearningNetwork, text: str, reader: Actor) -> Iterator[Offered]:
    sought = text.casefold()
    for code, (_, called) in mentions.NAMED_ROLES.items():
        told = mentions.holders_of(network.id, code, reader)
        if sought and told and any(word.startswith(sought) for word in (called, *called.split(), code)):
            yield Offered(f"@{{{called}, {code}:{network.id}}}", called, f"tells {plural(told, 'person', 'people')}")
    for member in mentions.members_named(network.id, text, reader):
        name = member.name.translate({ord(sign): None for sign in "{}\n"})
        yield Offered(f"@{{{name}, {member.id}:{network.id}}}", member.name, member.roles)
