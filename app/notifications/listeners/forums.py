"""Subscribers hear of new posts. Mail waits for the edit window: what has been mailed cannot be taken back."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Select, delete, select, union, update

from app.accounts.models import Person
from app.core.db import db
from app.core.words import quoted
from app.forums.events import PostHidden, PostPublished, PostRemoved
from app.forums.following import followers_of, who_read_for_research
from app.forums.models import Discussion, Post, Subscription, author_consented
from app.notifications.listeners._words import address
from app.notifications.models import Notice
from app.notifications.telling import News, tell
from app.topics.models import AdditionalIssue, TrickyTopic

EDIT_WINDOW = timedelta(minutes=30)


def post_published(event: PostPublished) -> None:
    """A notice for those who follow the discussion or its forum, and for who raised what it lies under; not the author.

    It says who wrote and where, and not what: the words may still change, and the page has them.
    """
    post = db.session.get_one(Post, event.post_id)
    discussion = db.session.get_one(Discussion, post.discussion_id)
    author = db.session.execute(select(Person.name).where(Person.id == post.author_id)).scalar_one()
    news = _news(post, discussion, quoted(discussion.title), author)
    interested = union(followers_of(discussion.id), *_raisers(discussion.id)).subquery()
    whom, for_research = select(interested.c[0]), interested.c[0].in_(who_read_for_research(post.network_id))
    tell(news, whom.where(~for_research), but_not=post.author_id)
    titled, named = db.session.execute(_AGREED.where(Post.id == post.id)).one()
    told = _news(post, discussion, quoted(discussion.title) if titled else "a discussion", author if named else "")
    tell(told, whom.where(for_research), but_not=post.author_id)


#: Whether the author of a post's discussion, and of the post, agreed that their words be read for research.
_AGREED = (
    select(author_consented(Discussion), author_consented(Post))
    .select_from(Post)
    .join(Discussion, Discussion.id == Post.discussion_id)
)


def _news(post: Post, discussion: Discussion, name: str, author: str) -> News:
    """`name` of the discussion and `author`, as far as the readers may know them; "" where they may not."""
    first = post.position == 1
    return News(
        network_id=post.network_id,
        about=_about(post.discussion_id),
        kind="discussion",
        title=f"New discussion: {name}" if first else f"New in {name}",
        text=(f"Begun by {author}" if first else f"The latest by {author}") if author else "",
        url=address(post.network_id, f"discussions/{discussion.number}"),
        mail_after=post.created_at + EDIT_WINDOW,
    )


def _raisers(discussion_id: int) -> list[Select[int]]:
    """Whoever raised the topic or issue that the discussion lies under, unless they said no to the discussion."""
    said_no = select(Subscription.person_id).where(
        Subscription.discussion_id == discussion_id, Subscription.wanted.is_(False)
    )
    return [
        select(model.raised_by_id).where(model.discussion_id == discussion_id, model.raised_by_id.not_in(said_no))
        for model in (TrickyTopic, AdditionalIssue)
    ]


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
