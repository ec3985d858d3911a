"""Replies in the state a test needs, made through the services as people would make them."""

from __future__ import annotations

from typing import Any

from app.core.db import db
from app.forums.models import Discussion, Post
from app.forums.services import publish_post
from app.replies import services
from app.replies.models import LoopReply, ReplyStatus
from app.topics.models import AdditionalIssue, IssueCategory, TrickyTopic
from app.topics.services import raise_issue
from tests.people import World


def an_issue(world: World, title: str = "Weeks 12 and 13 carry too much", **more: Any) -> AdditionalIssue:
    return raise_issue(
        world.actor("ben"),
        world.s215,
        title=title,
        statement_md="Three assignments fall in one fortnight.",
        category=IssueCategory.VOLUME,
        **more,
    )


def some_words(**more: Any) -> services.ReplyWords:
    values: dict[str, Any] = {
        "you_said_md": "Students copy mechanisms without understanding the arrows.",
        "we_did_md": "An 11-minute video, three weeks before TMA04.",
        "status": ReplyStatus.DONE,
    }
    return services.ReplyWords(**{**values, **more})


def a_reply(
    world: World, subject: TrickyTopic | AdditionalIssue, *, state: str = "draft", by: str = "tomos", **words: Any
) -> LoopReply:
    """Drafted by the module team, and taken on to `state`: draft, approved or published."""
    reply = services.draft_reply(world.actor(by), subject, some_words(**words))
    if state in {"approved", "published"}:
        services.approve_reply(world.actor("dilys"), reply)
    if state == "published":
        services.publish_reply(world.actor("marek"), reply)
    return reply


def speak_under(world: World, name: str, subject: TrickyTopic | AdditionalIssue, text: str = "Mine, too.") -> Post:
    """A post in the discussion under a topic or an issue."""
    return publish_post(world.actor(name), db.session.get_one(Discussion, subject.discussion_id), text)
