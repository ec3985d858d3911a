"""What replies show on others' pages: the loop ribbon, the reply under a topic, what waits, what changed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import current_app, url_for
from markupsafe import Markup

from app.core import clock
from app.core.actor import Actor
from app.core.permissions import allowed
from app.core.text.words import quoted
from app.networks.models import Cycle, LearningNetwork
from app.replies import queries
from app.replies.loop import LoopStanding, LoopStep
from app.replies.models import ReplyStatus
from app.replies.policy import Permission
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.page.fragments import fragment, kept
from app.web.page.panels import Change, NavItem, Waiting

Subject = TrickyTopic | AdditionalIssue

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


def _standing(actor: Actor, subject: Subject) -> LoopStanding | None:
    if isinstance(subject, TrickyTopic):
        return queries.standings(topic_ids=[subject.id], seen_by=actor).get(subject.id)
    return queries.standings(issue_ids=[subject.id], seen_by=actor).get(subject.id)


# What a ribbon shows follows from the steps, the age of the present one and, where it says dates, the year it is now.
@lru_cache(maxsize=2048)
def _drawn(steps: tuple[LoopStep, ...], age: str, mode: str, _year: int = 0) -> Markup:
    macro = current_app.jinja_env.get_template("components/loop.html").module.loop_ribbon  # type: ignore[attr-defined]
    aged = [step._replace(age=age) if step.state == "present" else step for step in steps]
    return Markup(macro(aged, mode=mode))  # noqa: S704 -- a macro's output is escaped already


def ribbon(actor: Actor, subject: Subject) -> Markup | None:
    """The whole ribbon of one topic or issue, with dates."""
    standing = _standing(actor, subject)
    return _drawn(standing.steps, standing.age, "full", clock.today().year) if standing else None


def _strips(found: dict[int, LoopStanding]) -> dict[int, Markup]:
    return {row_id: _drawn(standing.steps, standing.age, "strip") for row_id, standing in found.items()}


def topic_ribbon(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup | None:  # noqa: ARG001
    return ribbon(actor, topic)


def issue_ribbon(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Markup | None:  # noqa: ARG001
    return ribbon(actor, issue)


def topic_strips(ids: Iterable[int], actor: Actor, network: LearningNetwork) -> dict[int, Markup]:  # noqa: ARG001
    return _strips(queries.standings(topic_ids=ids, seen_by=actor))


def issue_strips(ids: Iterable[int], actor: Actor, network: LearningNetwork) -> dict[int, Markup]:  # noqa: ARG001
    return _strips(queries.standings(issue_ids=ids, seen_by=actor))


def reply_to_topic(actor: Actor, topic: TrickyTopic, network: LearningNetwork) -> Markup:
    return _reply_panel(actor, topic, network, {"topic": topic.number})


def reply_to_issue(actor: Actor, issue: AdditionalIssue, network: LearningNetwork) -> Markup:
    return _reply_panel(actor, issue, network, {"issue": issue.number})


def _reply_panel(actor: Actor, subject: Subject, network: LearningNetwork, which: dict[str, Any]) -> Markup:
    draft_url = url_for("replies.new_reply", slug=network.slug, **which)
    may_draft = allowed(actor, Permission.DRAFT, subject)
    return _panel(network.slug, queries.of_subject(subject, seen_by=actor), draft_url, may_draft=may_draft)


@kept
def _panel(slug: str, found: tuple[queries.ReplyLine, ...], draft_url: str, *, may_draft: bool) -> Markup:
    published = [each for each in found if each.state == "published"]
    return fragment(
        "replies/_panel.html",
        network={"slug": slug},
        latest=published[0] if published else None,
        earlier=published[1:],
        draft=next((each for each in found if each.state != "published"), None),
        may_draft=may_draft,
        draft_url=draft_url,
    )


def home_of_network(actor: Actor, network: LearningNetwork) -> Markup:
    latest = queries.latest(network, seen_by=actor)
    unanswered = queries.unanswered(seen_by=actor, network=network, most=5)
    return _on_home(network.slug, tuple(latest), tuple(unanswered))


@kept
def _on_home(slug: str, latest: tuple[queries.Latest, ...], unanswered: tuple[queries.Unanswered, ...]) -> Markup:
    return fragment("replies/_network.html", slug=slug, latest=latest, unanswered=unanswered, status_words=STATUS_WORDS)


def nav(actor: Actor, network: LearningNetwork) -> list[NavItem]:  # noqa: ARG001
    return [NavItem("Replies", url_for("replies.replies", slug=network.slug), group="Doing")]


def _which(each: queries.Unanswered) -> dict[str, Any]:
    return {each.kind: each.number}


def waiting(actor: Actor) -> list[Waiting]:
    """Drafts to approve, replies to publish, one's own that were sent back; and what ended without a reply."""
    preparing = [
        Waiting(
            title=f"Reply to {quoted(reply.title)}",
            url=url_for("replies.reply", slug=reply.slug, number=reply.number),
            network=reply.code,
            why=_why(reply),
            since=reply.state_since,
        )
        for reply in queries.waiting_for_me(seen_by=actor)
    ]
    silent = [
        Waiting(
            title=each.title,
            url=url_for("replies.new_reply", slug=each.slug, **_which(each)),
            network=each.code,
            why="It has ended without a reply",
            since=each.since,
        )
        for each in queries.unanswered(seen_by=actor)
    ]
    return preparing + silent


def _why(reply: queries.Preparing) -> str:
    if reply.state == "approved":
        return "Approved: you can publish it"
    return "It was sent back to you" if reply.sent_back_reason else "You approve replies"


def changed(actor: Actor) -> list[Change]:
    return [
        Change(
            title=reply.title,
            url=url_for("replies.reply", slug=reply.slug, number=reply.number),
            network=reply.code,
            what=f"You said, we did: {STATUS_WORDS[reply.status]}",
            at=reply.at,
        )
        for reply in queries.replies_to_my_voice(seen_by=actor)
    ]


def hindrances(actor: Actor, cycle: Cycle, **_more: Any) -> list[str]:
    return queries.hindrances(cycle, seen_by=actor)
