"""What the cast finds in its inboxes, read as the page reads it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.core import outbox
from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Discussion, Post
from app.forums.services import publish_post
from app.notifications.listeners.forums import TELL
from app.notifications.models import Notice
from app.notifications.policy import visible_notices
from app.notifications.reading import NoticeInWords, told
from tests.people import World


def told_by_now() -> None:
    """The worker has told of every post so far."""
    outbox.do_now(TELL)
    db.session.flush()


def told_post(actor: Actor, discussion: Discussion, words: str, *, reply_to: Post | None = None) -> Post:
    """A post of which the worker has told at once."""
    post = publish_post(actor, discussion, words, reply_to=reply_to)
    told_by_now()
    return post


def told_to(world: World, name: str, kind: str = "") -> list[NoticeInWords]:
    """What this person is told today, the oldest first."""
    told_by_now()
    reader = world.actor(name)
    mine = select(Notice).where(visible_notices(reader)).order_by(Notice.id)
    found = db.session.scalars(mine.execution_options(populate_existing=True)).all()
    return told([each for each in found if kind in ("", each.kind)], reader)


def words_for(world: World, name: str, kind: str = "") -> list[tuple[str, str]]:
    """Title and text of each."""
    return [(each.title, each.text) for each in told_to(world, name, kind)]


def whom_told(what: str, *conditions: Any) -> set[int]:
    """The ids of the people who were told this about a workshop."""
    return set(db.session.scalars(select(Notice.person_id).where(Notice.what == what, *conditions)))
