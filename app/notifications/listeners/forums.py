"""Subscribers hear of new posts. Mail waits for the edit window: what has been mailed cannot be taken back."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from sqlalchemy import Integer, bindparam, delete, exists, select, union, update

from app.accounts.models import Person
from app.core.db import db
from app.core.words import quoted
from app.forums.events import PostHidden, PostPublished, PostRemoved
from app.forums.following import followers_of, who_read_for_research
from app.forums.models import Discussion, Post, Subscription, author_consented
from app.networks.models import LearningNetwork
from app.notifications.models import Notice
from app.notifications.telling import Insert, News, folding, tell_prepared
from app.topics.models import AdditionalIssue, TrickyTopic

EDIT_WINDOW = timedelta(minutes=30)


def post_published(event: PostPublished) -> None:
    """A notice for those who follow the discussion or its forum, and for who raised what it lies under; not the author.

    It says who wrote and where, and not what: the words may still change, and the page has them.
    """
    post = db.session.get_one(Post, event.post_id)
    discussion = db.session.get_one(Discussion, post.discussion_id)
    of = {"discussion": discussion.id, "network": post.network_id}
    dialect = db.session.get_bind().dialect.name
    author, slug, titled, named, for_research = db.session.execute(_FACTS, of | {"post": post.id}).one()
    url = f"/networks/{slug}/discussions/{discussion.number}"
    news = _news(post, quoted(discussion.title), author, url)
    tell_prepared(news, _telling(dialect, research=False), of, but_not=post.author_id)
    if for_research:
        told = _news(post, quoted(discussion.title) if titled else "a discussion", author if named else "", url)
        tell_prepared(told, _telling(dialect, research=True), of, but_not=post.author_id)


def _news(post: Post, name: str, author: str, url: str) -> News:
    """`name` of the discussion and `author`, as far as the readers may know them; "" where they may not."""
    first = post.position == 1
    return News(
        network_id=post.network_id,
        about=_about(post.discussion_id),
        kind="discussion",
        title=f"New discussion: {name}" if first else f"New in {name}",
        text=(f"Begun by {author}" if first else f"The latest by {author}") if author else "",
        url=url,
        mail_after=post.created_at + EDIT_WINDOW,
    )


# Every post asks these while SQLite's one writer waits: put together once, since that takes longer than running them.
_DISCUSSION = bindparam("discussion", type_=Integer)
_SAID_NO = select(Subscription.person_id).where(
    Subscription.discussion_id == _DISCUSSION, Subscription.wanted.is_(False)
)
#: Whoever raised the topic or issue that the discussion lies under, unless they said no to the discussion.
_RAISERS = [
    select(model.raised_by_id).where(model.discussion_id == _DISCUSSION, model.raised_by_id.not_in(_SAID_NO))
    for model in (TrickyTopic, AdditionalIssue)
]
_INTERESTED = union(followers_of(_DISCUSSION), *_RAISERS).subquery()
_FOR_RESEARCH = _INTERESTED.c[0].in_(who_read_for_research(bindparam("network", type_=Integer)))

#: The author's name, the network's place, whether the authors of the discussion and of the post agreed that their words
#: be read for research, and whether anybody who is told reads for that only.
_FACTS = (
    select(
        Person.name,
        LearningNetwork.slug,
        author_consented(Discussion),
        author_consented(Post),
        exists(select(_INTERESTED.c[0]).where(_FOR_RESEARCH)),
    )
    .select_from(Post)
    .join(Discussion, Discussion.id == Post.discussion_id)
    .join(Person, Person.id == Post.author_id)
    .join(LearningNetwork, LearningNetwork.id == Post.network_id)
    .where(Post.id == bindparam("post"))
)


@cache
def _telling(_dialect: str, *, research: bool) -> Insert:
    return folding(select(_INTERESTED.c[0]).where(_FOR_RESEARCH if research else ~_FOR_RESEARCH))


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
