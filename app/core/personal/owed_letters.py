"""Letters that wait in the outbox: those to a person who is erased go, and in others their name is taken out."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import String, cast, delete, or_, select, update

from app.core.db import db
from app.core.outbox import OutboxItem
from app.core.personal.redaction import Redaction

BATCH = 200


def forget_in_letters(person_id: int, redaction: Redaction) -> None:
    """What is owed to the person is owed no more; whatever else names them, done or not, does so no longer."""
    payload = cast(OutboxItem.payload, String)
    texts = [spelled for text in (*redaction.names, *redaction.addresses) for spelled in (text, json.dumps(text)[1:-1])]
    theirs = or_(*[payload.contains(f'"{key}": {person_id}') for key in _PEOPLE])
    named = or_(theirs, *[payload.icontains(text, autoescape=True) for text in dict.fromkeys(texts)])
    last = 0
    while rows := db.session.execute(
        select(OutboxItem.id, OutboxItem.payload, OutboxItem.done_at)
        .where(named, OutboxItem.id > last)
        .order_by(OutboxItem.id)
        .limit(BATCH)
    ).all():
        for row_id, owed, done_at in rows:
            _forget(row_id, _left_of(owed, person_id, redaction), done=done_at is not None)
        last = rows[-1][0]


#: Keys under which a debt names the person it is owed to: by id, and by address.
_PEOPLE, _ADDRESSES = ("person", "person_id"), ("to", "email")


def _left_of(owed: dict[str, Any], person_id: int, redaction: Redaction) -> dict[str, Any] | None:
    """The payload without the person; None if it is theirs."""
    to_them = any(owed.get(key) == person_id for key in _PEOPLE)
    if to_them or any(str(owed.get(key, "")).lower() in redaction.addresses for key in _ADDRESSES):
        return None
    left: dict[str, Any] = redaction.in_all(owed)
    return left


def _forget(row_id: int, left: dict[str, Any] | None, *, done: bool) -> None:
    mine = OutboxItem.id == row_id
    if left is None and not done:
        db.session.execute(delete(OutboxItem).where(mine))
    else:
        db.session.execute(update(OutboxItem).where(mine).values(payload=left or {}))
