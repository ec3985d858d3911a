"""Under each post of a forum: the way to bring it to a workshop that is open for cards."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.networks.models import LearningNetwork
from app.workshops.board.queries.cards import open_for_cards


def bring_to_workshop(ids: Sequence[int], actor: Actor, network: LearningNetwork) -> dict[int, Markup]:
    """A link per post and open workshop, for those who take part in it. One statement for the page."""
    workshops = open_for_cards(network, seen_by=actor)
    if not workshops:
        return {}
    link = Markup('<a href="{url}/bring/{id}">{words}</a>')
    addresses = [
        (url_for("workshops.workshop", slug=network.slug, number=number), title) for number, title in workshops
    ]
    if len(addresses) == 1:
        url, _ = addresses[0]
        return {each: link.format(url=url, id=each, words="Bring to the workshop") for each in ids}
    return {
        each: Markup(" ").join(link.format(url=url, id=each, words=f"Bring to “{title}”") for url, title in addresses)
        for each in ids
    }
