"""What the forums show on others' pages: the network's page, its sections, and the discussion under a thing."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.core.db import db
from app.core.text.words import ago
from app.forums import queries
from app.forums.kinds import SLUGS
from app.forums.models import Discussion
from app.forums.views.threads import thread_of
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.web.page.fragments import fragment, kept
from app.web.page.panels import NavItem


def thread(discussion: Discussion, actor: Actor) -> Markup:
    """The discussion under a topic, an issue or an intervention, with its reply form; posting returns to that page."""
    network = db.session.get_one(LearningNetwork, discussion.network_id)  # loaded by that page already
    return fragment("forums/_under.html", thread=thread_of(discussion, network, actor), network=network)


def nav(actor: Actor, network: LearningNetwork) -> Iterator[NavItem]:
    if holds(actor, Capability.READ, network.id):
        yield NavItem("Forums", url_for("forums.forums", slug=network.slug))


def latest(actor: Actor, network: LearningNetwork) -> Markup:
    """The forums with what was said last in each, for the network's page."""
    rows = queries.forums(network.id, seen_by=actor)
    return _latest(network.slug, tuple(rows), tuple([ago(row.last_post_at) for row in rows]))


@kept
def _latest(slug: str, rows: tuple[queries.ForumRow, ...], times: tuple[str, ...]) -> Markup:
    forums = [
        (row, url_for("forums.forum", slug=slug, kind=SLUGS[row.kind]), last)
        for row, last in zip(rows, times, strict=True)
    ]
    return fragment(
        "forums/_forums.html",
        slug=slug,
        spoken=[each for each in forums if each[0].last_number],
        quiet=[each for each in forums if not each[0].last_number],
    )
