"""The person who raised something hears of each of its moves; the author of a post, of what was raised from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import select, union

from app.core.db import db
from app.forums.following.levels import followers_of_network, hears_replies
from app.forums.models import Discussion, Post
from app.notifications.digest_schedule import EDIT_WINDOW
from app.notifications.listeners._words import address, only
from app.notifications.notify import Notification, notify, withdraw
from app.topics.events import IssueMoved, IssueRaised, TopicMoved, TopicRaised, TopicsMerged
from app.topics.models import AdditionalIssue, TrickyTopic, Vote

#: The intervention that moved the topic tells its raiser already; "merged" is told with where it went.
TOLD_ELSEWHERE = frozenset({"intervention_planned", "intervention_live", "evaluating", "merged", "moved_to_issue"})


def topic_raised(event: TopicRaised) -> None:
    topic = db.session.get_one(TrickyTopic, event.topic_id)
    _new_on_a_list(topic, "topics", event.actor_id)
    if event.from_post_id is not None:
        notify(_about_topic(topic, "raised"), _author_of(event.from_post_id), but_not=event.actor_id)


def issue_raised(event: IssueRaised) -> None:
    issue = db.session.get_one(AdditionalIssue, event.issue_id)
    _new_on_a_list(issue, "issues", event.actor_id)
    if event.from_topic_id is not None:
        topic = db.session.get_one(TrickyTopic, event.from_topic_id)
        notify(_about_issue(issue, "listed", topic=topic.id), only(topic.raised_by_id), but_not=event.actor_id)
    elif event.from_post_id is not None:
        notify(_about_issue(issue, "raised"), _author_of(event.from_post_id), but_not=event.actor_id)


def topic_moved(event: TopicMoved) -> None:
    if event.after in TOLD_ELSEWHERE or _withdrawn("topic", event.topic_id, event):
        return
    topic = db.session.get_one(TrickyTopic, event.topic_id)
    news = _about_topic(topic, "moved", state=event.after)
    notify(news, _concerned(topic, Vote.topic_id), but_not=event.actor_id)


def topics_merged(event: TopicsMerged) -> None:
    source = db.session.get_one(TrickyTopic, event.source_id)
    target = db.session.get_one(TrickyTopic, event.target_id)
    news = replace(
        _about_topic(source, "merged", into=target.id), url=address(target.network_id, f"topics/{target.number}")
    )
    notify(news, only(source.raised_by_id), but_not=event.actor_id)


def issue_moved(event: IssueMoved) -> None:
    if _withdrawn("issue", event.issue_id, event):
        return
    issue = db.session.get_one(AdditionalIssue, event.issue_id)
    news = _about_issue(issue, "moved", state=event.after)
    notify(news, _concerned(issue, Vote.issue_id), but_not=event.actor_id)


def _concerned(subject: TrickyTopic | AdditionalIssue, voted_on: Any) -> Any:
    """Whoever raised it or voted for it, unless they want less of its discussion. Nobody else learns who that is."""
    hears = hears_replies(Vote.person_id, subject.discussion_id)
    return union(only(subject.raised_by_id), select(Vote.person_id).where(voted_on == subject.id, hears))


def _withdrawn(kind: str, subject_id: int, event: TopicMoved | IssueMoved) -> bool:
    """A step was taken back of which nobody has heard yet: then there is nothing to tell."""
    return event.taken_back is not None and withdraw(f"{kind}:{subject_id}", event.taken_back, event.after)


def _new_on_a_list(row: TrickyTopic | AdditionalIssue, kind: str, actor_id: int | None) -> None:
    """For those who want to hear of everything in its forum or in the network: one notice, however many are raised before
    they look. So what brings in two hundred at once is told once.
    """
    news = Notification(
        network_id=row.network_id,
        about=f"{kind}:{row.network_id}",
        kind=kind,
        what="raised",
        subject_id=row.network_id,
        facts={"latest": row.id},
        url=address(row.network_id, kind),
        mail_after=row.created_at + EDIT_WINDOW,
    )
    forum = select(Discussion.forum_id).where(Discussion.id == row.discussion_id).scalar_subquery()
    notify(news, followers_of_network(row.network_id, forum), but_not=actor_id)


def _author_of(post_id: int) -> Any:
    return select(Post.author_id).where(Post.id == post_id)


def _about_topic(topic: TrickyTopic, what: str, **facts: int | str) -> Notification:
    return Notification(
        network_id=topic.network_id,
        about=f"topic:{topic.id}",
        kind="topic",
        what=what,
        subject_id=topic.id,
        facts=facts,
        url=address(topic.network_id, f"topics/{topic.number}"),
    )


def _about_issue(issue: AdditionalIssue, what: str, **facts: int | str) -> Notification:
    return Notification(
        network_id=issue.network_id,
        about=f"issue:{issue.id}",
        kind="issue",
        what=what,
        subject_id=issue.id,
        facts=facts,
        url=address(issue.network_id, f"issues/{issue.number}"),
    )
