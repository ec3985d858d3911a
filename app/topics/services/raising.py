"""Raising a Tricky Topic or an additional issue, from nothing or from a post, and editing its words."""

from __future__ import annotations

from typing import Any

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.forums.models import Discussion, ForumKind, Post, PostState
from app.forums.services import open_discussion, retitle_after
from app.networks.models import LearningNetwork
from app.networks.queries import current_cycle
from app.networks.services import next_number
from app.texts.services import ReadText, TextOf, keep_with, read_text, tell_named
from app.topics.events import IssueEdited, IssueRaised, TopicEdited, TopicRaised
from app.topics.lifecycle import TOPIC
from app.topics.models import AdditionalIssue, IssueCategory, TrickyTopic
from app.topics.policy import Permission

#: Under which the links, pictures and files of their texts are kept.
TOPIC_TEXT, ISSUE_TEXT = "topic", "issue"
#: A topic that went elsewhere keeps its words as they were then.
GONE_ELSEWHERE = frozenset({"merged", "moved_to_issue"})


def raise_topic(
    actor: Actor,
    network: LearningNetwork,
    *,
    title: str,
    statement_md: str,
    threshold_concept: bool = False,
    from_post: Post | None = None,
) -> TrickyTopic:
    """A new suggested topic with an empty discussion under it. The link to `from_post` is kept for good.

    NotFound for a post of another network; Refused for one that is hidden or removed.
    """
    require(actor, Permission.RAISE, network)
    _expect_post_of(network, from_post)
    words = read_text(actor, TextOf(TOPIC_TEXT, network.id, field="statement_md"), statement_md)
    discussion = open_discussion(actor, network.id, ForumKind.TRICKY_TOPICS, title)
    topic = TrickyTopic(
        number=next_number(network.id, "topic"),
        threshold_concept=threshold_concept,
        **_common(actor, network, title, words, from_post, discussion),
    )
    db.session.add(topic)
    db.session.flush()  # the record and the event need its id
    _keep(actor, topic, before="")
    audit.record(actor, "raise", topic, after=title)
    announce(
        TopicRaised(
            network_id=network.id,
            actor_id=actor.person_id,
            topic_id=topic.id,
            from_post_id=topic.raised_from_post_id,
        )
    )
    return topic


def raise_issue(
    actor: Actor,
    network: LearningNetwork,
    *,
    title: str,
    statement_md: str,
    category: IssueCategory,
    from_post: Post | None = None,
) -> AdditionalIssue:
    """A new raised issue with an empty discussion under it. It is never deleted.

    NotFound for a post of another network; Refused for one that is hidden or removed.
    """
    require(actor, Permission.RAISE_ISSUE, network)
    _expect_post_of(network, from_post)
    words = read_text(actor, TextOf(ISSUE_TEXT, network.id, field="statement_md"), statement_md)
    discussion = open_discussion(actor, network.id, ForumKind.ADDITIONAL_ISSUES, title)
    issue = AdditionalIssue(
        number=next_number(network.id, "issue"),
        category=category,
        **_common(actor, network, title, words, from_post, discussion),
    )
    db.session.add(issue)
    db.session.flush()  # the record and the event need its id
    _keep(actor, issue, before="")
    audit.record(actor, "raise", issue, after=title)
    announce(
        IssueRaised(
            network_id=network.id,
            actor_id=actor.person_id,
            issue_id=issue.id,
            from_post_id=issue.raised_from_post_id,
        )
    )
    return issue


def edit_topic(
    actor: Actor,
    topic: TrickyTopic,
    *,
    title: str,
    statement_md: str,
    threshold_concept: bool,
    seen_version: int | None = None,
) -> TrickyTopic:
    """New words for a topic; the old ones stay in its history. Conflict if somebody else was quicker.

    Refused once the topic was merged or became an additional issue.
    """
    require(actor, Permission.EDIT, topic)
    if topic.state in GONE_ELSEWHERE:
        raise Refused(
            gettext("This topic is “%(topic)s”, so its words stay as they were.", topic=TOPIC.label(topic.state))
        )
    current = {"title": topic.title, "statement_md": topic.statement_md}
    expect_version(topic, seen_version, current)
    _put_words(actor, topic, title, statement_md)
    topic.threshold_concept = threshold_concept
    announce(TopicEdited(network_id=topic.network_id, actor_id=actor.person_id, topic_id=topic.id))
    return topic


def edit_issue(
    actor: Actor,
    issue: AdditionalIssue,
    *,
    title: str,
    statement_md: str,
    category: IssueCategory,
    seen_version: int | None = None,
) -> AdditionalIssue:
    """New words for an issue; the old ones stay in its history. Conflict if somebody else was quicker."""
    require(actor, Permission.EDIT_ISSUE, issue)
    current = {"title": issue.title, "statement_md": issue.statement_md, "category": issue.category.value}
    expect_version(issue, seen_version, current)
    _put_words(actor, issue, title, statement_md)
    issue.category = category
    announce(IssueEdited(network_id=issue.network_id, actor_id=actor.person_id, issue_id=issue.id))
    return issue


def _expect_post_of(network: LearningNetwork, post: Post | None) -> None:
    if post is None:
        return
    if post.network_id != network.id:
        raise NotFound
    if post.state is not PostState.VISIBLE:
        raise Refused(gettext("This post is hidden or removed, so nothing can be raised from it."))


def _common(
    actor: Actor, network: LearningNetwork, title: str, words: ReadText, post: Post | None, discussion: Discussion
) -> dict[str, Any]:
    at = clock.now()
    cycle = current_cycle(network.id, seen_by=actor)
    return {
        "network_id": network.id,
        "cycle_id": cycle.id if cycle else None,
        "title": title,
        "statement_md": words.md,
        "statement_html": words.html,
        "raised_by_id": actor.person_id,
        "raised_from_post_id": post.id if post else None,
        "discussion_id": discussion.id,
        "state_since": at,
        "created_at": at,
    }


def _record_words(actor: Actor, subject: TrickyTopic | AdditionalIssue, title: str, statement_md: str) -> None:
    if subject.title != title:
        audit.record(actor, "retitle", subject, before=subject.title, after=title)
    if subject.statement_md != statement_md:
        audit.record(actor, "reword", subject, before=subject.statement_md, after=statement_md)


def _put_words(actor: Actor, subject: TrickyTopic | AdditionalIssue, title: str, statement_md: str) -> None:
    if subject.title != title:
        discussion = db.session.get_one(Discussion, subject.discussion_id)
        retitle_after(actor, discussion, before=subject.title, after=title)
    words = read_text(actor, text_of(subject), statement_md)
    _record_words(actor, subject, title, words.md)
    before = subject.statement_md
    subject.title = title
    subject.statement_md, subject.statement_html = words
    _keep(actor, subject, before=before)


def text_of(subject: TrickyTopic | AdditionalIssue) -> TextOf:
    """Whose words these are, for what they hold."""
    kind = TOPIC_TEXT if isinstance(subject, TrickyTopic) else ISSUE_TEXT
    return TextOf(kind, subject.network_id, subject.id, "statement_md")


def _keep(actor: Actor, subject: TrickyTopic | AdditionalIssue, *, before: str) -> None:
    """What the statement holds beside its words, and the answer that stands beside it."""
    answer = (subject.response_md or "") if isinstance(subject, AdditionalIssue) else ""
    keep_with(actor, text_of(subject), subject.statement_md, answer)
    after = subject.statement_md
    tell_named(actor, text_of(subject), after, before=before, discussion_id=subject.discussion_id)
