"""Whether a person wants to hear of new posts."""

from __future__ import annotations

from sqlalchemy import update

from app.core.actor import Actor
from app.core.db import db, insert_once
from app.core.permissions import require
from app.forums.models import Discussion, Forum, Subscription
from app.forums.policy import Permission


def follow(actor: Actor, subject: Discussion | Forum, *, wanted: bool = True) -> None:
    """Subscribe to a discussion or forum, or (`wanted=False`) say that one does not want to hear of it."""
    require(actor, Permission.SUBSCRIBE, subject)
    column = "discussion_id" if isinstance(subject, Discussion) else "forum_id"
    values = {"person_id": actor.person_id, column: subject.id, "wanted": wanted}
    if not insert_once(Subscription, values):
        mine = (Subscription.person_id == actor.person_id) & (getattr(Subscription, column) == subject.id)
        db.session.execute(update(Subscription).where(mine).values(wanted=wanted))
