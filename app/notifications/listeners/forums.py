"""Subscribers hear of new posts. Mail waits for the edit window: what has been mailed cannot be taken back."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, delete, select, union, update
from sqlalchemy.orm import aliased

from app.core import clock, outbox
from app.core.db import db
from app.forums.events import PostHidden, PostPublished, PostRemoved
from app.forums.following.levels import followers_of, hears_replies
from app.forums.models import Discussion, Post, PostState
from app.forums.moderation.events import PostsMoved
from app.forums.moderation.models import OperationPost
from app.forums.reading.models import ReadMark
from app.networks.models import LearningNetwork
from app.notifications.digest_schedule import EDIT_WINDOW
from app.notifications.models import Notice
from app.notifications.notify import Insert, Notification, folding, tell_once, tell_prepared
from app.topics.models import AdditionalIssue, TrickyTopic, Vote

#: Outbox kind: write the notices about one post.
TELL = "notifications.tell_of_post"


def post_published(event: PostPublished) -> None:
    """Who is told of it is the worker's: with a thousand followers the request would take four times as long."""
    outbox.enqueue(TELL, {"post": event.post_id}, once=_owed_for(event.post_id))


def tell_of_post(payload: dict[str, Any]) -> None:
    """Outbox handler: a notice for those who follow the discussion, its forum or its network, for whom it answers, and for
    who raised what it lies under; not the author. Who they are and what they may read is of this moment. A post that is
    gone by now is told to nobody; and it is no news to who read it already, or wrote after it.
    """
    post = db.session.scalar(_POST, {"post": payload["post"]})
    if post is None or post.state is not PostState.VISIBLE:
        return
    discussion = db.session.get_one(Discussion, post.discussion_id)
    slug = db.session.execute(_SLUG, {"network": post.network_id}).scalar_one()
    news = Notification(
        network_id=post.network_id,
        about=_about(discussion.id),
        kind="discussion",
        what="begun" if post.id == discussion.first_post_id else "written",
        subject_id=discussion.id,
        facts={"post": post.id},
        url=f"/networks/{slug}/discussions/{discussion.number}",
        mail_after=post.created_at + EDIT_WINDOW,
    )
    telling = _telling(db.session.get_bind().dialect.name)
    whom = {"discussion": discussion.id, "strand": post.strand_id, "answered": post.reply_to_id, "this": post.id}
    tell_prepared(news, telling, whom, but_not=post.author_id)


#: Whoever hides or removes it meanwhile waits, and finds the notices that are to be taken back.
_POST = (
    select(Post)
    .where(Post.id == bindparam("post"))
    .with_for_update(key_share=True)
    .execution_options(populate_existing=True)
)
_DISCUSSION = bindparam("discussion", type_=Integer)
_HEARS = hears_replies(Vote.person_id, _DISCUSSION)
#: Whoever raised or voted for the topic or issue that the discussion lies under, and whoever wrote the post that is
#: answered; unless they want less of the discussion. Who voted is told to nobody: each finds the notice in their own inbox.
_ANSWERED = [
    select(whom).where(this, hears_replies(whom, _DISCUSSION))
    for whom, this in (
        (TrickyTopic.raised_by_id, TrickyTopic.discussion_id == _DISCUSSION),
        (AdditionalIssue.raised_by_id, AdditionalIssue.discussion_id == _DISCUSSION),
        (Post.author_id, Post.id == bindparam("answered", type_=Integer)),
    )
] + [
    select(Vote.person_id).join(subject, subject.id == of).where(subject.discussion_id == _DISCUSSION, _HEARS)
    for subject, of in ((TrickyTopic, Vote.topic_id), (AdditionalIssue, Vote.issue_id))
]
_SLUG = select(LearningNetwork.slug).where(LearningNetwork.id == bindparam("network"))


@cache
def _telling(_dialect: str) -> Insert:
    # SQLite knows no union within a union.
    followers = select(followers_of(_DISCUSSION).subquery().c[0])
    told = union(followers, *_ANSWERED).subquery()
    person: ColumnElement[int] = told.c[0]
    read = select(ReadMark.id).where(
        ReadMark.person_id == person, ReadMark.discussion_id == bindparam("strand"), ReadMark.read_to_id >= _THIS
    )
    wrote = select(_later.id).where(_later.discussion_id == _DISCUSSION, _later.author_id == person, _later.id > _THIS)
    return folding(select(person).where(~read.exists(), ~wrote.exists()))


_THIS = bindparam("this", type_=Integer)
_later = aliased(Post)


def post_taken_back(event: PostHidden | PostRemoved) -> None:
    """A post that is gone is no news any more, for those who have neither read nor been mailed of it."""
    post = db.session.get_one(Post, event.post_id)
    if outbox.is_owed(_owed_for(post.id)):
        return  # nobody has been told
    owed = (
        Notice.once_key == _about(post.discussion_id),
        Notice.read_at.is_(None),
        Notice.mailed_at.is_(None),
        Notice.created_at >= post.created_at,
    )
    db.session.execute(delete(Notice).where(*owed, Notice.events == 1).execution_options(synchronize_session=False))
    fewer = update(Notice).where(*owed).values(events=Notice.events - 1)
    db.session.execute(fewer.execution_options(synchronize_session=False))


def _owed_for(post_id: int) -> str:
    return f"{TELL}.{post_id}"


def posts_moved(event: PostsMoved) -> None:
    """One line in the inbox for whoever wrote one of them, and no letter: it is nothing to act on. Taken back if that was."""
    about = f"moved:{event.operation_id}"
    mine = Notice.once_key == about
    if event.brought_back:
        unread = delete(Notice).where(mine, Notice.read_at.is_(None))
        db.session.execute(unread.execution_options(synchronize_session=False))
        return
    target = db.session.get_one(Discussion, event.to_id)
    slug = db.session.execute(_SLUG, {"network": event.network_id}).scalar_one()
    news = Notification(
        network_id=target.network_id,
        about=about,
        kind="moderation",
        what="moved",
        subject_id=event.operation_id,
        url=f"/networks/{slug}/discussions/{target.number}",
    )
    wrote = select(Post.author_id).join(OperationPost, OperationPost.post_id == Post.id)
    tell_once(news, wrote.where(OperationPost.operation_id == event.operation_id).distinct(), but_not=event.actor_id)
    written = update(Notice).where(mine).values(mailed_at=clock.now())
    db.session.execute(written.execution_options(synchronize_session=False))


def _about(discussion_id: int) -> str:
    return f"discussion:{discussion_id}"
