"""One action with all that its page shows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.actions.models import Action, ProgressNote
from app.actions.policy import Permission, visible_actions
from app.core import audit
from app.core.actor import Actor
from app.core.audit import HistoryLine
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import allowed
from app.networks.models import LearningNetwork


def action(network: LearningNetwork, number: int, *, seen_by: Actor) -> Action:
    """The network's action of this number with its people, source and notes; NotFound otherwise."""
    wanted = (
        select(Action)
        .where(Action.network_id == network.id, Action.number == number, visible_actions(seen_by))
        .options(
            joinedload(Action.owner),
            joinedload(Action.verified_by),
            joinedload(Action.created_by),
            joinedload(Action.intervention),
            joinedload(Action.topic),
            joinedload(Action.issue),
            selectinload(Action.notes).joinedload(ProgressNote.author),
        )
    )
    found = db.session.scalars(wanted).first()
    if found is None:
        raise NotFound
    return found


def history(action: Action, *, seen_by: Actor) -> list[HistoryLine]:
    """What happened to it, newest first, from the append-only record; nothing for who may not read it."""
    return audit.history(action) if allowed(seen_by, Permission.READ, action) else []
