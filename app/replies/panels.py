"""What replies show on others' pages: the loop ribbon, the reply under a topic, what waits, what changed."""

from __future__ import annotations

from typing import Any

from flask import url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.networks.models import Cycle, LearningNetwork
from app.replies import queries
from app.replies.models import ReplyStatus
from app.replies.policy import Permission
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.page.fragments import fragment, kept
from app.web.page.panels import NavItem, collect

Subject = TrickyTopic | AdditionalIssue

#: How many that wait for a reply the network's page names.
NAMED = 5

#: The words of a status after "We": done, in progress, will not do.
STATUS_WORDS = {
    ReplyStatus.DONE: "done",
    ReplyStatus.IN_PROGRESS: "in progress",
    ReplyStatus.WILL_NOT_DO: "no, because…",
}


def place_of(network: LearningNetwork, subject: Subject) -> str:
    """The address of the page of what a reply answers."""
    endpoint = "topics.topic" if isinstance(subject, TrickyTopic) else "topics.issue"
    return url_for(endpoint, slug=network.slug, number=subject.number)


def reply_to_topic(actor: Actor, topic: TrickyTopic, network: LearningNetwork, *, is_over: bool) -> Markup:
    return _reply_panel(actor, topic, network, {"topic": topic.number}, is_over=is_over)


def reply_to_issue(actor: Actor, issue: AdditionalIssue, network: LearningNetwork, *, is_over: bool) -> Markup:
    return _reply_panel(actor, issue, network, {"issue": issue.number}, is_over=is_over)


def _reply_panel(
    actor: Actor, subject: Subject, network: LearningNetwork, which: dict[str, Any], *, is_over: bool
) -> Markup:
    """The reply and its way; where the subject is over, to draft it is the likeliest next step of its page."""
    draft_url = url_for("replies.new_reply", slug=network.slug, **which)
    may_draft = allowed(actor, Permission.DRAFT, subject)
    return _panel(
        network.slug, queries.of_subject(subject, seen_by=actor), draft_url, may_draft=may_draft, is_over=is_over
    )


@kept
def _panel(
    slug: str, found: tuple[queries.ReplyLine, ...], draft_url: str, *, may_draft: bool, is_over: bool
) -> Markup:
    published = [each for each in found if each.state == "published"]
    return fragment(
        "replies/_panel.html",
        network={"slug": slug},
        latest=published[0] if published else None,
        earlier=published[1:],
        draft=next((each for each in found if each.state != "published"), None),
        may_draft=may_draft,
        is_over=is_over,
        draft_url=draft_url,
    )


def home_of_network(actor: Actor, network: LearningNetwork) -> Markup:
    latest = queries.latest(network, seen_by=actor)
    unanswered = collect("replies.unanswered", actor=actor, network=network)
    return _on_home(network.slug, tuple(latest), tuple(unanswered[:NAMED]))


@kept
def _on_home(slug: str, latest: tuple[queries.Latest, ...], unanswered: tuple[queries.Unanswered, ...]) -> Markup:
    return fragment("replies/_network.html", slug=slug, latest=latest, unanswered=unanswered, status_words=STATUS_WORDS)


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:  # noqa: ARG001
    return [NavItem(gettext("Replies"), url_for("replies.replies", slug=network.slug), group=gettext("Doing"))]


def hindrances(actor: Actor, cycle: Cycle, **_more: Any) -> list[str]:
    return queries.hindrances(cycle, seen_by=actor)
