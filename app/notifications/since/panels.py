"""The part of home that says what is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask import request
from markupsafe import Markup

from app.core.actor import Actor
from app.forums.reading.queries import new_first
from app.notifications.since.lines import lines
from app.notifications.since.queries import can_be_taken_back, told
from app.web.page.fragments import fragment
from app.web.page.panels import NavItem

#: So many discussions are named; the rest is one press away. And so many lines are shown before one opens the others.
MOST, SHOWN, SHOWN_TO_WHO_WAS_AWAY = 30, 4, 8
#: In the address of home, for whoever has just said that they are done.
DONE = "done"


def since(actor: Actor, networks: Sequence[NavItem], before: datetime | None, *, away: bool) -> Markup:
    """What is new in all of the reader's networks. `networks` are theirs, in the order of `actor.places`, with how much
    is new in each; `before` is when they were last here.
    """
    total = sum(item.new for item in networks)
    discussions = new_first(actor, MOST) if total else []
    notices = told(actor)
    found = lines(discussions, notices)
    shown = SHOWN_TO_WHO_WAS_AWAY if away else SHOWN
    named = {row.code for row, _ in discussions}
    return fragment(
        "since/_since.html",
        lines=found[:shown],
        rest=found[shown:],
        before=before,
        total=total,
        beyond=[(place.code, item) for place, item in zip(actor.places, networks, strict=True) if item.new]
        if total > len(discussions)
        else [],
        many_networks=len(named) > 1,
        newest=max((row.last_visible_post_id for row, _ in discussions), default=0),
        notices=[(each.id, each.events) for each in notices],
        back_until=can_be_taken_back(actor) if DONE in request.args else None,
        counts={"all": total, "networks": {item.url: item.new for item in networks}},
        member=bool(networks),
    )
