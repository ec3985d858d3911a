"""Who is named in a post hears of it: as of a reply to their own words, and only if they read there today.

The mail waits for the edit window, as that of every post.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, delete, or_, select

from app.core.db import db
from app.forums.events import PostEdited, PostHidden, PostPublished, PostRemoved
from app.forums.following.levels import hears_replies
from app.forums.models import Post
from app.networks.models import LearningNetwork, Membership, Role
from app.networks.naming.queries import NAMED_ROLES
from app.notifications.digest_schedule import EDIT_WINDOW
from app.notifications.models import Notice
from app.notifications.notify import Notification, tell_once


def people_named(event: PostPublished | PostEdited) -> None:
    """A notice for those whom this post names; after an edit, for those whom it did not name before. Never for its author."""
    if not any(ref[0] == "@" for ref in event.named):
        return
    post = db.session.get_one(Post, event.post_id)
    whom = _whom(event.named, post)
    if whom is None:
        return
    slug = db.session.scalar(select(LearningNetwork.slug).where(LearningNetwork.id == post.network_id))
    news = Notification(
        network_id=post.network_id,
        about=_about(post.id),
        kind="mention",
        what="named",
        subject_id=post.discussion_id,
        facts={"post": post.id},
        url=f"/networks/{slug}/posts/{post.id}",
        mail_after=post.created_at + EDIT_WINDOW,
    )
    tell_once(news, whom, but_not=post.author_id)


def _whom(named: Iterable[str], post: Post) -> Select[int] | None:
    """Members of the post's own network: a token of another names nobody here."""
    people: set[int] = set()
    roles: set[Role] = set()
    for who, _, network in (ref[1:].partition(":") for ref in named if ref[0] == "@" and ":" in ref):
        if int(network) == post.network_id:
            roles |= NAMED_ROLES[who][0] if who in NAMED_ROLES else set()
            people |= {int(who)} if who.isdigit() else set()
    if not people and not roles:
        return None
    return select(Membership.person_id).where(
        Membership.network_id == post.network_id,
        Membership.left_at.is_(None),
        or_(Membership.person_id.in_(sorted(people)), Membership.role.in_(sorted(roles))),
        hears_replies(Membership.person_id, post.discussion_id),
    )


def mention_taken_back(event: PostHidden | PostRemoved) -> None:
    """For those who have neither read nor been mailed of it, it is no news any more."""
    owed = (Notice.once_key == _about(event.post_id), Notice.read_at.is_(None), Notice.mailed_at.is_(None))
    db.session.execute(delete(Notice).where(*owed).execution_options(synchronize_session=False))


def _about(post_id: int) -> str:
    return f"mention:{post_id}"
