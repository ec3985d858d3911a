"""Subscribers hear of new posts. Mail waits for the edit window: what has been mailed cannot be taken back."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Integer, bindparam, delete, select, union, update

from app.core.db import db
from app.forums.events import PostHidden, PostPublished, PostRemoved
from app.forums.following.levels import followers_of, hears_replies
from app.forums.models import Discussion, Post
from app.networks.models import LearningNetwork
from app.notifications.digest_schedule import EDIT_WINDOW
from app.notifications.models import Notice
from app.notifications.notify import Insert, Notification, folding, tell_prepared
from app.topics.models import AdditionalIssue, TrickyTopic


def post_published(event: PostPublished) -> None:
    """A notice for those who follow the discussion, its forum or its network, for whom it answers, and for who raised what
    it lies under; not the author.
    """
    post = db.session.get_one(Post, event.post_id)
    discussion = db.session.get_one(Discussion, post.discussion_id)
    slug = db.session.execute(_SLUG, {"network": post.network_id}).scalar_one()
    news = Notification(
        network_id=post.network_id,
        about=_about(discussion.id),
        kind="discussion",
        what="begun" if post.position == 1 else "written",
        subject_id=discussion.id,
        facts={"post": post.id},
        url=f"/networks/{slug}/discussions/{discussion.number}",
        mail_after=post.created_at + EDIT_WINDOW,
    )
    telling = _telling(db.session.get_bind().dialect.name)
    whom = {"discussion": discussion.id, "answered": post.reply_to_id}
    tell_prepared(news, telling, whom, but_not=post.author_id)


_DISCUSSION = bindparam("discussion", type_=Integer)
#: Whoever raised the topic or issue that the discussion lies under, and whoever wrote the post that is answered; unless
#: they want less of the discussion.
_ANSWERED = [
    select(whom).where(this, hears_replies(whom, _DISCUSSION))
    for whom, this in (
        (TrickyTopic.raised_by_id, TrickyTopic.discussion_id == _DISCUSSION),
        (AdditionalIssue.raised_by_id, AdditionalIssue.discussion_id == _DISCUSSION),
        (Post.author_id, Post.id == bindparam("answered", type_=Integer)),
    )
]
_SLUG = select(LearningNetwork.slug).where(LearningNetwork.id == bindparam("network"))


@cache
def _telling(_dialect: str) -> Insert:
    return folding(union(followers_of(_DISCUSSION), *_ANSWERED))


def post_taken_back(event: PostHidden | PostRemoved) -> None:
    """A post that is gone is no news any more, for those who have neither read nor been mailed of it."""
    post = db.session.get_one(Post, event.post_id)
    owed = (
        Notice.once_key == _about(post.discussion_id),
        Notice.read_at.is_(None),
        Notice.mailed_at.is_(None),
        Notice.created_at >= post.created_at,
    )
    db.session.execute(delete(Notice).where(*owed, Notice.events == 1).execution_options(synchronize_session=False))
    fewer = update(Notice).where(*owed).values(events=Notice.events - 1)
    db.session.execute(fewer.execution_options(synchronize_session=False))


def _about(discussion_id: int) -> str:
    return f"discussion:{discussion_id}"
