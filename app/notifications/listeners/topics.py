"""The person who raised something hears of each of its moves; the author of a post, of what was raised from it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.words import quoted
from app.forums.models import Post
from app.notifications.listeners._words import address, only
from app.notifications.telling import News, tell
from app.topics.events import IssueMoved, IssueRaised, TopicMoved, TopicRaised, TopicsMerged
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic

#: The intervention that moved the topic tells its raiser already; "merged" is told with where it went.
TOLD_ELSEWHERE = frozenset({"intervention_planned", "intervention_live", "evaluating", "merged", "moved_to_issue"})


def topic_raised(event: TopicRaised) -> None:
    if event.from_post_id is not None:
        topic = db.session.get_one(TrickyTopic, event.topic_id)
        news = _about_topic(topic, f"Your post was raised as a Tricky Topic: {quoted(topic.title)}", "")
        tell(news, _author_of(event.from_post_id), but_not=event.actor_id)


def issue_raised(event: IssueRaised) -> None:
    issue = db.session.get_one(AdditionalIssue, event.issue_id)
    if event.from_topic_id is not None:
        topic = db.session.get_one(TrickyTopic, event.from_topic_id)
        title = f"{quoted(topic.title)} is now on the list of additional issues"
        tell(_about_issue(issue, title, topic.state_reason), only(topic.raised_by_id), but_not=event.actor_id)
    elif event.from_post_id is not None:
        news = _about_issue(issue, f"Your post was raised as an additional issue: {quoted(issue.title)}", "")
        tell(news, _author_of(event.from_post_id), but_not=event.actor_id)


def topic_moved(event: TopicMoved) -> None:
    if event.after in TOLD_ELSEWHERE:
        return
    topic = db.session.get_one(TrickyTopic, event.topic_id)
    title = f"{quoted(topic.title)} is now: {TOPIC.label(event.after)}"
    tell(_about_topic(topic, title, topic.state_reason), only(topic.raised_by_id), but_not=event.actor_id)


def topics_merged(event: TopicsMerged) -> None:
    source = db.session.get_one(TrickyTopic, event.source_id)
    target = db.session.get_one(TrickyTopic, event.target_id)
    title = f"{quoted(source.title)} was merged into {quoted(target.title)}; its votes went along"
    news = News(
        network_id=source.network_id,
        about=f"topic:{source.id}",
        kind="topic",
        title=title,
        text=source.state_reason or "",
        url=address(target.network_id, f"topics/{target.number}"),
    )
    tell(news, only(source.raised_by_id), but_not=event.actor_id)


def issue_moved(event: IssueMoved) -> None:
    issue = db.session.get_one(AdditionalIssue, event.issue_id)
    title = f"{quoted(issue.title)} is now: {ISSUE.label(event.after)}"
    words = f"{issue.response.value}: {issue.response_md}" if event.after == "responded" and issue.response else ""
    tell(_about_issue(issue, title, words), only(issue.raised_by_id), but_not=event.actor_id)


def _author_of(post_id: int) -> Any:
    return select(Post.author_id).where(Post.id == post_id)


def _about_topic(topic: TrickyTopic, title: str, text: str | None) -> News:
    return News(
        network_id=topic.network_id,
        about=f"topic:{topic.id}",
        kind="topic",
        title=title,
        text=text or "",
        url=address(topic.network_id, f"topics/{topic.number}"),
    )


def _about_issue(issue: AdditionalIssue, title: str, text: str | None) -> News:
    return News(
        network_id=issue.network_id,
        about=f"issue:{issue.id}",
        kind="issue",
        title=title,
        text=text or "",
        url=address(issue.network_id, f"issues/{issue.number}"),
    )
