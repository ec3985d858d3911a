"""Saying that one is done with everything that a page showed, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, delete, or_, select, update

from app.core import clock
from app.core.actor import Actor
from app.core.db import db, insert_once
from app.core.errors import Refused
from app.core.permissions import require
from app.forums.models import Forum
from app.forums.reading.queries import unread
from app.forums.reading.rows import Unread
from app.forums.reading.sweeping import read_all, take_back
from app.notifications.models import Notice
from app.notifications.policy import Permission, visible_notices
from app.notifications.since.models import CaughtUp
from app.notifications.since.queries import TAKEN_BACK_FOR


class ShownNotice(NamedTuple):
    """A notice as the page had it: what was folded into it since has not been shown."""

    id: int
    events: int


def finish(actor: Actor, forums: Sequence[Forum], up_to_id: int, shown: Sequence[ShownNotice]) -> None:
    """Everything that the page knew of has been read: posts up to the newest of them, and these notices. What came
    meanwhile stays new. It can be taken back for an hour.
    """
    now = clock.now()
    found, before = _unread_of(actor, shown), unread(actor) if forums else Unread({}, [])
    if not found and not before.marks:
        return  # pressed twice, or in two tabs: what the first press took is what can be taken back
    for each in found:
        require(actor, Permission.READ, each)
        each.read_at = now
    read_all(actor, forums, up_to_id)
    held = {
        "marks": list(before.marks.items()),
        "spans": [list(span) for span in before.spans],
        "notices": [each.id for each in found],
    }
    kept = {"at": now, "up_to_id": up_to_id, "before": held}
    if not insert_once(CaughtUp, {"person_id": actor.person_id, **kept}):
        db.session.execute(update(CaughtUp).where(CaughtUp.person_id == actor.person_id).values(**kept))


def _unread_of(actor: Actor, shown: Sequence[ShownNotice]) -> Sequence[Notice]:
    if not shown:
        return []
    pairs = or_(*[and_(Notice.id == each.id, Notice.events == each.events) for each in shown])
    mine = select(Notice).where(visible_notices(actor), Notice.read_at.is_(None), pairs).order_by(Notice.id)
    return db.session.scalars(mine.with_for_update()).all()


def undo_finish(actor: Actor) -> None:
    """What was new before is new again, beside what came since. Refused after an hour, and once it was taken back. No
    permission is asked: it is one's own.
    """
    mine = select(CaughtUp).where(CaughtUp.person_id == actor.person_id).with_for_update()
    held = db.session.scalar(mine.execution_options(populate_existing=True))
    if held is None or clock.now() >= held.at + TAKEN_BACK_FOR:
        raise Refused("This can be taken back no more.", "What you read stays where it was said.")
    marks = {int(discussion): int(read_to) for discussion, read_to in held.before["marks"]}
    spans = [(int(each[0]), int(each[1]), int(each[2])) for each in held.before["spans"]]
    take_back(actor, Unread(marks, spans), held.up_to_id)
    again = update(Notice).where(
        visible_notices(actor), Notice.id.in_(held.before["notices"]), Notice.read_at == held.at
    )
    db.session.execute(again.values(read_at=None).execution_options(synchronize_session=False))
    db.session.execute(delete(CaughtUp).where(CaughtUp.id == held.id))
