"""Who is named in a text hears of it: as of a reply to their own words, and only if they read there today.

The mail waits for the edit window, as that of every post.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, delete, or_, select

from app.core import clock
from app.core.db import db
from app.forums.events import PostEdited, PostHidden, PostPublished, PostRemoved
from app.forums.following.levels import hears_replies, hears_replies_in_network
from app.forums.models import Post
from app.networks.models import LearningNetwork, Membership, Role
from app.networks.naming.queries import NAMED_ROLES
from app.notifications.digest_schedule import EDIT_WINDOW
from app.notifications.models import Notice
from app.notifications.notify import Notification, tell_once
from app.texts.events import PeopleNamed
from app.texts.places import place_of


def people_named(event: PostPublished | PostEdited) -> None:
    """A notice for those whom this post names; after an edit, for those whom it did not name before. Never for its author."""
    if not any(ref[0] == "@" for ref in event.named):
        return
    post = db.session.get_one(Post, event.post_id)
    _tell(
        event.named,
        post.discussion_id,
        but_not=post.author_id,
        network_id=post.network_id,
        about=_about(post.id),
        what="named",
        subject_id=post.discussion_id,
        facts={"post": post.id},
        url=f"/networks/{_slug(post.network_id)}/posts/{post.id}",
        mail_after=post.created_at + EDIT_WINDOW,
    )


def named_in_text(event: PeopleNamed) -> None:
    """The same of a statement, a case, an answer: `what` is whose text it is. The worker asks later whether it may be read."""
    assert event.network_id is not None
    row = db.session.execute(place_of(event.text).whereabouts, {"id": event.text_id}).one()
    _tell(
        event.named,
        event.discussion_id,
        but_not=event.actor_id,
        network_id=event.network_id,
        about=f"mention:{event.text}:{event.text_id}",
        what=event.text,
        subject_id=event.text_id,
        url=place_of(event.text).url(row.slug, row.number),
        mail_after=clock.now() + EDIT_WINDOW,
    )


def _tell(
    named: Iterable[str], discussion_id: int | None, *, network_id: int, but_not: int | None, **news: Any
) -> None:
    whom = _whom(named, network_id, discussion_id)
    if whom is not None:
        tell_once(Notification(network_id=network_id, kind="mention", **news), whom, but_not=but_not)


def _slug(network_id: int) -> str:
    return db.session.scalars(select(LearningNetwork.slug).where(LearningNetwork.id == network_id)).one()


def _whom(named: Iterable[str], network_id: int, discussion_id: int | None) -> Select[int] | None:
    """Members of the text's own network: a token of another names nobody here."""
    people: set[int] = set()
    roles: set[Role] = set()
    for who, _, network in (ref[1:].partition(":") for ref in named if ref[0] == "@" and ":" in ref):
        if int(network) == network_id:
            roles |= NAMED_ROLES[who][0] if who in NAMED_ROLES else set()
            people |= {int(who)} if who.isdigit() else set()
    if not people and not roles:
        return None
    member = Membership.person_id
    return select(member).where(
        Membership.network_id == network_id,
        Membership.left_at.is_(None),
        or_(member.in_(sorted(people)), Membership.role.in_(sorted(roles))),
        hears_replies_in_network(member, network_id) if discussion_id is None else hears_replies(member, discussion_id),
    )


def mention_taken_back(event: PostHidden | PostRemoved) -> None:
    """For those who have neither read nor been mailed of it, it is no news any more."""
    owed = (Notice.once_key == _about(event.post_id), Notice.read_at.is_(None), Notice.mailed_at.is_(None))
    db.session.execute(delete(Notice).where(*owed).execution_options(synchronize_session=False))


def _about(post_id: int) -> str:
    return f"mention:{post_id}"
