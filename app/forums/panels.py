"""What the forums show on others' pages: the network's page, its sections, and the discussion under a thing."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor, NetworkLink
from app.core.db import db
from app.core.language.spoken import gettext
from app.core.text.words import ago
from app.forums import queries
from app.forums.kinds import SLUGS
from app.forums.models import Discussion
from app.forums.reading import queries as news
from app.forums.views.reading import link_to_news
from app.forums.views.threads import thread_of
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds, may_post
from app.web.page.fragments import fragment, kept
from app.web.page.frame import counted
from app.web.page.panels import NavItem

#: So many discussions are named on a network's page; the rest is one press away.
ON_NETWORK_HOME = 3


def thread(discussion: Discussion, actor: Actor) -> Markup:
    """The discussion under a topic, an issue or an intervention, with its reply form; posting returns to that page."""
    network = db.session.get_one(LearningNetwork, discussion.network_id)  # loaded by that page already
    return fragment("forums/_under.html", thread=thread_of(discussion, network, actor), network=network)


def nav(actor: Actor, network: LearningNetwork) -> Iterator[NavItem]:
    if holds(actor, Capability.READ, network.id):
        yield NavItem(gettext("Forums"), url_for("forums.forums", slug=network.slug), group=gettext("Talk"))


def ways_to_write(actor: Actor, network: NetworkLink) -> Iterator[NavItem]:
    """A discussion in each of the forums."""
    if may_post(actor, network):
        for kind, name in SLUGS.items():
            address = url_for("forums.start", slug=network.slug, kind=name)
            yield NavItem(gettext("Start a discussion in %(called)s", called=kind.called), address)


def new_in_networks(actor: Actor) -> Iterator[tuple[int, int]]:
    """For the frame of every page: each of the reader's networks with something new, and in how many discussions."""
    yield from counted(news.COUNT, actor).items()


def own_choice(actor: Actor) -> Markup:
    """How posts become read, on the account page."""
    return fragment("forums/_own_choice.html", by_hand=news.reads_by_hand(seen_by=actor))


def new_here(actor: Actor, network: LearningNetwork) -> Markup | None:
    """What is new in this network, latest first, on its page; how much in all the forums beneath say."""
    rows = news.new_discussions(actor, ON_NETWORK_HOME, network_id=network.id)
    if not rows:
        return None
    lines = [(row, link_to_news(row.slug, row.number, row.news), ago(row.last_post_at)) for row in rows]
    return fragment("forums/_new_here.html", slug=network.slug, lines=lines)


def latest(actor: Actor, network: LearningNetwork) -> Markup:
    """The forums in close rows with how much is new in each, for the network's page."""
    rows, new = queries.forums(network.id, seen_by=actor), news.new_by_forum(network.id, seen_by=actor)
    times = tuple([ago(row.last_post_at) if row.last_post_at else "" for row in rows])
    return _latest(network.slug, tuple(rows), times, tuple([new.get(row.id, 0) for row in rows]))


@kept
def _latest(slug: str, rows: tuple[queries.ForumRow, ...], times: tuple[str, ...], counts: tuple[int, ...]) -> Markup:
    forums = [
        (row, url_for("forums.forum", slug=slug, kind=SLUGS[row.kind]), last, new)
        for row, last, new in zip(rows, times, counts, strict=True)
    ]
    return fragment("forums/_forums.html", slug=slug, forums=forums)
