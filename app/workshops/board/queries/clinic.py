"""What an intervention clinic starts from."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.topics.models import TrickyTopic
from app.workshops.models import Workshop
from app.workshops.phases import CLINIC
from app.workshops.policy import Permission


class ToWorkOn(NamedTuple):
    number: int
    title: str


def topics_to_work_on(workshop: Workshop, *, seen_by: Actor) -> list[ToWorkOn]:
    """The network's topics that are prioritised, for a clinic; nothing for other workshops."""
    if workshop.template != CLINIC or not allowed(seen_by, Permission.READ, workshop):
        return []
    return prioritised(workshop.network_id)


def prioritised(network_id: int) -> list[ToWorkOn]:
    """The topics of this network that wait for something to be done. Asks nobody."""
    waiting = select(TrickyTopic.number, TrickyTopic.title).where(
        TrickyTopic.network_id == network_id, TrickyTopic.state == "prioritised"
    )
    return [ToWorkOn(*row) for row in db.session.execute(waiting.order_by(TrickyTopic.number))]


def topic_named(workshop: Workshop, title: str, *, seen_by: Actor) -> int | None:
    """The number of the topic that a clinic's theme was made of, as long as the theme bears its name."""
    return next((each.number for each in topics_to_work_on(workshop, seen_by=seen_by) if each.title == title), None)
