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
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.texts.panels import mentioned_in
from app.topics import queries
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import Permission
from app.topics.words import state_hue
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
    """Under each of these posts of the discussion, what was raised from it, and where that stands."""
    here = [pointer for pointer in _raised(actor, discussion, network) if pointer.post_id in ids]
    cards: dict[int, list[Markup]] = defaultdict(list)
    for pointer, sentence in _with_sentences(here, actor):
        cards[pointer.post_id or 0].append(_card(gettext("Raised as"), pointer, sentence, network.slug))
    return {post_id: Markup("").join(each) for post_id, each in cards.items()}


def landmarks(actor: Actor, discussion: Discussion, network: LearningNetwork) -> Iterator[NavItem]:
    """Among the contents of a long discussion: the posts from which something was raised."""
    for pointer in _raised(actor, discussion, network):
        label = gettext("%(noun)s %(number)s: %(title)s", noun=pointer.noun, number=pointer.number, title=pointer.title)
        yield NavItem(label, url_for("forums.post", slug=network.slug, post_id=pointer.post_id))


def _raised(actor: Actor, discussion: Discussion, network: LearningNetwork) -> list[queries.Pointer]:
    known = ("raised from", discussion.id)  # the page of a topic has read it with what belongs to it
    return once(known, lambda: queries.raised_from(discussion.id, network.id, seen_by=actor))


def head_of_discussion(actor: Actor, discussion: Discussion, network: LearningNetwork) -> Markup | None:
    """Over a discussion that belongs to a topic or an issue: which, and where it stands."""
    pointers = queries.under_discussion(discussion.id, network.id, seen_by=actor)
    if not pointers:
        return None
    lead = gettext("This is the discussion under")
    return Markup("").join(
        _card(lead, pointer, sentence, network.slug) for pointer, sentence in _with_sentences(pointers, actor)
    )


def _with_sentences(pointers: Sequence[queries.Pointer], actor: Actor) -> Iterator[tuple[queries.Pointer, Markup]]:
    """Each with the one sentence of where it stands: a statement for all the topics, and one for all the issues."""
    found = {
        kind: strips(f"topics.{kind}.sentences", [each.id for each in pointers if each.kind == kind], actor=actor)
        for kind in ("topic", "issue")
    }
    yield from ((each, found[each.kind].get(each.id, Markup(""))) for each in pointers)


@kept
def _card(lead: str, pointer: queries.Pointer, sentence: Markup, slug: str) -> Markup:
    address = url_for(f"topics.{pointer.kind}", slug=slug, number=pointer.number)
    hue = state_hue(pointer.kind, pointer.state)
    shown = {"lead": lead, "pointer": pointer, "sentence": sentence, "address": address, "hue": hue}
    return fragment("topics/_raised_card.html", **shown)


def mentioned(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup | None:
    return mentioned_in(actor, network.id, "T", topic.number)


def issue_mentioned(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Markup | None:
    return mentioned_in(actor, network.id, "I", issue.number)
