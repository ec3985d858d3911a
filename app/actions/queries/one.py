"""One action with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Person
from app.actions.models import Action, ProgressNote
from app.actions.policy import visible_actions
from app.core.actor import Actor
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.errors import NotFound
from app.networks.models import LearningNetwork


@dataclass(frozen=True)
class History:
    verb: str
    before: str | None
    after: str | None
    reason: str | None
    at: datetime
    who_id: int | None
    who: str | None


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


def history(action: Action, *, seen_by: Actor) -> list[History]:
    """What happened to it, newest first, from the append-only record."""
    rows = db.session.execute(
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .join(Action, Action.id == AuditEntry.subject_id)
        .where(
            AuditEntry.subject_kind == Action.__tablename__,
            AuditEntry.subject_id == action.id,
            visible_actions(seen_by),
        )
        .order_by(AuditEntry.id.desc())
    ).all()
    return [
        History(each.verb, each.before, each.after, each.reason, each.at, each.actor_id, name) for each, name in rows
    ]
