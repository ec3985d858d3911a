"""Adding a line to the log of moderation."""

from __future__ import annotations

from typing import Any

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Discussion, Post
from app.forums.moderation.models import Operation, Step


def note(actor: Actor, kind: Step, subject: Discussion | Post, **more: Any) -> Operation:
    """What was just done to a discussion or a post. `more`: `reason`, `before`, `after`, `target_id`, `undoes_id`."""
    added = Operation(
        network_id=subject.network_id,
        kind=kind,
        actor_id=actor.person_id,
        at=clock.now(),
        discussion_id=subject.discussion_id if isinstance(subject, Post) else subject.id,
        post_id=subject.id if isinstance(subject, Post) else None,
        **{"reason": "", **more},
    )
    db.session.add(added)
    db.session.flush()  # what it did to each post points to it
    return added
