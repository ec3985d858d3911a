"""Letters that wait in the outbox: those to a person who is erased go, and in others their name is taken out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import String, cast, delete, or_, select, update

from app.core.db import db
from app.core.outbox import OutboxItem
from app.core.personal.redaction import Redaction

BATCH = 200


def forget_in_letters(person_id: int, redaction: Redaction) -> None:
    """What is owed to the person is owed no more; whatever else names them, done or not, does so no longer."""
    payload = cast(OutboxItem.payload, String)
    theirs = or_(*[payload.contains(f'"{key}": {person_id}') for key in _PEOPLE])
    named = or_(theirs, *[payload.icontains(part, autoescape=True) for part in redaction.needles])
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


def send_letters_on(old: Collection[str], new: str, *, people: tuple[int, int] | None = None) -> None:
    """What is owed to one of these addresses, in small letters, goes to the new one: its owner has changed it. Letters about
    that very change go where they were meant to go. `people`: what is owed to the first of them is owed to the second.
    """
    payload = cast(OutboxItem.payload, String)
    theirs = or_(*[payload.icontains(each, autoescape=True) for each in old])
    was, becomes = people or (0, 0)
    if people:
        theirs = or_(theirs, *[payload.contains(f'"{key}": {was}') for key in _PEOPLE])
    waiting = select(OutboxItem.id, OutboxItem.payload).where(OutboxItem.done_at.is_(None), theirs)
    for row_id, owed in db.session.execute(waiting).all():
        if str(owed.get("key", "")).startswith(ABOUT_ADDRESS):
            continue
        found: dict[str, Any] = {key: new for key in _ADDRESSES if str(owed.get(key, "")).lower() in old}
        found |= {key: becomes for key in _PEOPLE if people and owed.get(key) == was}
        if found:
            db.session.execute(update(OutboxItem).where(OutboxItem.id == row_id).values(payload=owed | found))


#: How the keys of letters about a change of address begin.
ABOUT_ADDRESS = "address-"
#: Keys, at the top of its payload, under which a debt names the person it is owed to: by id, and by address.
_PEOPLE, _ADDRESSES = ("person", "person_id"), ("to", "email")
#: Words put into a template that are a person's name, and those that are no words: where a link leads.
_NAMES, _NO_WORDS = ("by", "who"), ("path", "link")


def _left_of(owed: dict[str, Any], person_id: int, redaction: Redaction) -> dict[str, Any] | None:
    """The payload without the person; None if it is theirs."""
    to_them = any(owed.get(key) == person_id for key in _PEOPLE)
    if to_them or any(str(owed.get(key, "")).lower() in redaction.addresses for key in _ADDRESSES):
        return None
    return _reworded(owed, redaction)


def _reworded(owed: dict[str, Any], redaction: Redaction) -> dict[str, Any]:
    """The payload without the name, in the fields that are words. Whoever is erased chose the name: in the others, such
    as a template or a link, it would break what is owed to somebody else.
    """
    ways = {
        "subject": redaction.of_the_site,
        "text": redaction.of_the_site,
        "html": redaction.of_the_site_html,
        "calendar": redaction.of_calendar,
    }
    left = {key: ways[key](each) if key in ways and isinstance(each, str) else each for key, each in owed.items()}
    if isinstance(words := owed.get("words"), dict):
        left["words"] = {key: _word(key, each, redaction) for key, each in words.items()}
    return left


def _word(key: str, value: Any, redaction: Redaction) -> Any:
    if not isinstance(value, str) or key in _NO_WORDS:
        return value
    return redaction.of_somebody(value) if key in _NAMES else redaction.of_the_site(value)


def _forget(row_id: int, left: dict[str, Any] | None, *, done: bool) -> None:
    mine = OutboxItem.id == row_id
    if left is None and not done:
        db.session.execute(delete(OutboxItem).where(mine))
    else:
        db.session.execute(update(OutboxItem).where(mine).values(payload=left or {}))
