"""Home: my networks, what waits for me, what changed in what I raised."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.networks import queries
from app.networks.lifecycle import STAGES
from app.networks.models import role_words
from app.networks.views.routes import blueprint
from app.web.actor import actor
from app.web.page.panels import Waiting, by_subject, collect

MOST = 12


@blueprint.get("/home")
def home() -> ResponseReturnValue:
    waiting = sorted(collect("home.waiting", actor=actor()), key=_urgency)
    changed = by_subject(collect("home.changed", actor=actor()))
    return render_template(
        "networks/home.html",
        networks=queries.my_networks(seen_by=actor()),
        roles={network_id: role_words(held) for network_id, held in actor().roles.items()},
        waiting=waiting,
        changed=changed[:MOST],
        today=clock.today(),
        stages=STAGES,
    )


def _urgency(item: Waiting) -> tuple[bool, datetime]:
    """What has a date first, soonest first; then what has waited longest."""
    if item.due_on is not None:
        return False, datetime(item.due_on.year, item.due_on.month, item.due_on.day, tzinfo=UTC)
    return True, item.since or clock.now()
