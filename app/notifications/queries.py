"""The reader's own inbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, literal, select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.numbers.counts import count
from app.core.paging import Page, newest_first
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from app.notifications.models import Notice
from app.notifications.policy import visible_notices
from app.notifications.reading import NoticeInWords, codes_of, told

PAGE = 20
#: Repeats fold, so that more than this unread is rare; the rest is reached by marking these as read.
MOST_UNREAD = 100


@dataclass(frozen=True)
class Inbox:
    """What is unread, newest first, then a page of what has been read; `codes`: network id → module code."""

    unread: Sequence[NoticeInWords]
    read: Page[NoticeInWords]
    codes: dict[int, str]


def inbox(seen_by: Actor, after: str | None = None) -> Inbox:
    mine = select(Notice).where(visible_notices(seen_by))
    fresh = mine.where(Notice.read_at.is_(None)).order_by(Notice.created_at.desc(), Notice.id.desc())
    unread = [] if after else db.session.scalars(fresh.limit(MOST_UNREAD)).all()
    read = newest_first(mine.where(Notice.read_at.is_not(None)), Notice.created_at, Notice.id, after, PAGE)
    shown = told([*unread, *read.rows], seen_by)
    fresh_ones, earlier = shown[: len(unread)], shown[len(unread) :]
    return Inbox(fresh_ones, replace(read, rows=earlier), codes_of(shown))


def notice(notice_id: int, seen_by: Actor) -> Notice:
    """One notice of the reader's; NotFound for any other."""
    found = db.session.scalar(select(Notice).where(Notice.id == notice_id, visible_notices(seen_by)))
    if found is None:
        raise NotFound
    return found


#: How many are unread, for the frame of every page: one look into an index.
COUNT = "inbox"
_UNREAD = select(literal(0), func.count(Notice.id)).where(visible_notices(WHOEVER_READS), Notice.read_at.is_(None))
count(COUNT, _UNREAD, lambda reader: {"me": reader.person_id, **networks_of(reader, Capability.READ)})
