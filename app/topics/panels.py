"""What topics and issues show on others' pages: the network's page, home, forums."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor, NetworkLink
from app.core.language.kept import kept_by_language
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.forums.models import Discussion
from app.forums.panels import mentioned_in
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.topics import queries
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import Permission
from app.web.page.fragments import fragment, kept
from app.web.page.once import once
from app.web.page.panels import NavItem, strips

TOP = 3


def nav(actor: Actor, network: LearningNetwork) -> Iterator[NavItem]:
    if holds(actor, Capability.READ, network.id):
        yield NavItem(gettext("Tricky Topics"), url_for("topics.topics", slug=network.slug), group=gettext("Topics"))
        yield NavItem(
            gettext("Additional issues"), url_for("topics.issues", slug=network.slug), group=gettext("Topics")
        )


def ways_to_write(actor: Actor, network: NetworkLink) -> Iterator[NavItem]:
    if allowed(actor, Permission.RAISE, network):
        yield NavItem(gettext("Raise a Tricky Topic"), url_for("topics.new_topic", slug=network.slug))
    if allowed(actor, Permission.RAISE_ISSUE, network):
        yield NavItem(gettext("Raise an additional issue"), url_for("topics.new_issue", slug=network.slug))


def two_lists(actor: Actor, network: LearningNetwork) -> Markup:
    """Those of each list that most need people, the topics with their ribbons, on the network's page."""
    rows = queries.top(network, TOP, seen_by=actor)
    ids = [row.id for row in rows if row.kind == "topic"]
    beside = strips("topics.list.strips", ids, actor=actor, network=network)
    return _two_lists(network.slug, rows, tuple(beside.items()))


@kept
def _two_lists(slug: str, rows: tuple[queries.TopRow, ...], beside: tuple[tuple[int, Markup], ...]) -> Markup:
    return fragment("topics/_two_lists.html", slug=slug, rows=rows, beside=dict(beside))


def raise_as(ids: Sequence[int], actor: Actor, network: LearningNetwork) -> dict[int, Markup]:
    """The two "Raise as…" links of each post, for those who may raise."""
    if not holds(actor, Capability.PROPOSE, network.id):
        return {}
    topic, issue = url_for("topics.new_topic", slug=network.slug), url_for("topics.new_issue", slug=network.slug)
    return {each: _raise_links(topic, issue, each) for each in ids}


@kept_by_language(4096)
def _raise_links(topic: str, issue: str, post_id: int) -> Markup:
    """Remembered, because a page has fifty of them."""
    links = Markup(
        '<details class="raise-as" data-close-outside><summary>Raise as…</summary><span class="row">'
        '<a href="{topic}?post={id}">a Tricky Topic</a> <a href="{issue}?post={id}">an additional issue</a>'
        "</span></details>"
    )
    return links.format(topic=topic, issue=issue, id=post_id)


def raised_from(
    ids: Sequence[int], actor: Actor, discussion: Discussion, network: LearningNetwork
) -> dict[int, Markup]:
    """Under each of these posts of the discussion, what was raised from it."""
    raised: dict[int, list[Markup]] = defaultdict(list)
    known = ("raised from", discussion.id)  # the page of a topic has read it with what belongs to it
    for pointer in once(known, lambda: queries.raised_from(discussion.id, network.id, seen_by=actor)):
        if pointer.post_id is not None and pointer.post_id in ids:
            raised[pointer.post_id].append(_link("Raised as", pointer, network))
    return {post_id: Markup("").join(links) for post_id, links in raised.items()}


def head_of_discussion(actor: Actor, discussion: Discussion, network: LearningNetwork) -> Markup | None:
    """Over a discussion that belongs to a topic or an issue: which, and where it stands."""
    pointers = queries.under_discussion(discussion.id, network.id, seen_by=actor)
    if not pointers:
        return None
    return Markup("").join(_link("This is the discussion under", pointer, network) for pointer in pointers)


def _link(words: str, pointer: queries.Pointer, network: LearningNetwork) -> Markup:
    address = url_for(f"topics.{pointer.kind}", slug=network.slug, number=pointer.number)
    line = Markup('<p class="raised-as quiet small">{words} <a href="{url}">{noun} {number}: {title}</a> ({state})</p>')
    return line.format(
        words=words,
        url=address,
        noun=pointer.noun,
        number=pointer.number,
        title=pointer.title,
        state=pointer.state_in_words,
    )


def mentioned(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup | None:
    return mentioned_in(actor, network.id, "T", topic.number)


def issue_mentioned(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Markup | None:
    return mentioned_in(actor, network.id, "I", issue.number)
