"""A topic follows what was decided about its interventions and replies, without a second click."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.permissions import require
from app.topics.lifecycle import TOPIC
from app.topics.models import TrickyTopic
from app.topics.policy import Permission
from app.topics.services.moving import put_in_state


def advance(actor: Actor, topic_ids: Collection[int], verb: str, reason: str = "") -> list[int]:
    """Take the step `verb` for those of the topics for which it is open now; which they were.

    The others are left as they are, silently: an intervention may go live for a topic that was parked.
    The caller has asked whether the actor may decide; here they must only be able to see the topics.
    """
    locked = select(TrickyTopic).where(TrickyTopic.id.in_(sorted(set(topic_ids)))).order_by(TrickyTopic.id)
    moved = []
    for topic in db.session.scalars(locked.with_for_update().execution_options(populate_existing=True)):
        require(actor, Permission.READ, topic)
        try:
            move = TOPIC.move(topic.state, verb, reason)
        except Refused:
            continue
        put_in_state(actor, topic, verb, move.target, reason)
        moved.append(topic.id)
    return moved
