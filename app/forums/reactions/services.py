"""Saying of a post that one sees it too, or thanking for it; and taking that back."""

from __future__ import annotations

from sqlalchemy import delete

from app.core import clock
from app.core.actor import Actor
from app.core.db import db, insert_once
from app.core.permissions import require
from app.forums.models import Post, Reaction, ReactionKind
from app.forums.reactions.policy import Reacting


def react(actor: Actor, post: Post, kind: ReactionKind, *, holds: bool) -> None:
    """The person says this of the post, or says it no more. Saying it twice changes nothing.

    NotFound if they may not read it; Refused if they wrote it, or a moderator has hidden it.
    """
    require(actor, Reacting.REACT, post)
    said = {"post_id": post.id, "kind": kind, "person_id": actor.person_id}
    if holds:
        insert_once(Reaction, {**said, "reacted_at": clock.now()})
    else:
        db.session.execute(delete(Reaction).filter_by(**said))


def forget_reactions(post_id: int) -> None:
    """What was said of a post that is removed for good. Nothing is asked: it is a part of removing it."""
    db.session.execute(delete(Reaction).where(Reaction.post_id == post_id))
