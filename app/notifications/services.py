"""What a person does with their inbox."""

from __future__ import annotations

from sqlalchemy import update

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import require
from app.notifications.models import Notice
from app.notifications.policy import Permission, visible_notices


def mark_read(actor: Actor, notice: Notice) -> None:
    """Take it from the unread ones. Doing it again changes nothing."""
    require(actor, Permission.READ, notice)
    if notice.read_at is None:
        notice.read_at = clock.now()


def mark_all_read(actor: Actor, newest: Notice) -> None:
    """Mark as read what the page showed: `newest` and older. What came while it was read stays unread."""
    require(actor, Permission.READ, newest)
    shown = update(Notice).where(
        visible_notices(actor), Notice.read_at.is_(None), Notice.created_at <= newest.created_at
    )
    db.session.execute(shown.values(read_at=clock.now()).execution_options(synchronize_session=False))
    db.session.expire_all()
