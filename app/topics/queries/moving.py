"""What a moderator is told before posts or discussions change their place, of the topics and issues that hang on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import func, select

from app.core.actor import Actor
from app.core.db import db
from app.core.text.words import plural, quoted
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics


def raised_from_them(post_ids: Collection[int], seen_by: Actor) -> Iterator[str]:
    """How many were raised from these posts: the link goes by the post, so it leads there wherever that stands."""
    count = 0
    for model, visible in ((TrickyTopic, visible_topics), (AdditionalIssue, visible_issues)):
        raised = select(func.count(model.id)).where(model.raised_from_post_id.in_(post_ids), visible(seen_by))
        count += db.session.scalar(raised) or 0
    if count:
        things = plural(count, "topic or issue was", "topics or issues were")
        yield f"{things} raised from these posts; each keeps its link to its post."


def talked_about_here(discussion_ids: Collection[int], seen_by: Actor) -> Iterable[str]:
    """Why a discussion stays: it is where people talk about a topic or an issue."""
    for model, visible in ((TrickyTopic, visible_topics), (AdditionalIssue, visible_issues)):
        under = select(model.title).where(model.discussion_id.in_(discussion_ids), visible(seen_by))
        for title in db.session.scalars(under.limit(1)):
            yield f"This is the discussion under {quoted(title)}, and stays there."
