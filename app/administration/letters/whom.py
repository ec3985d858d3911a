"""Whom a letter that is owed is for: for taking their name out of what a server said, and for nothing that is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.core.db import db

Payload = dict[str, Any]


def person_of(payload: Payload) -> int | None:
    return payload.get("person", payload.get("person_id"))


def address_of(payload: Payload) -> str:
    return str(payload.get("to", payload.get("email", "")))


def names_for(payloads: Sequence[Payload]) -> Callable[[Payload], list[str]]:
    """For each of these its address, and the address and the name of whoever has an account. Asks the database once."""
    ids = {person_of(payload) for payload in payloads} - {None}
    to = {address_of(payload) for payload in payloads} - {""}
    known: dict[int | str, tuple[str, str]] = {}
    if ids or to:
        people = select(Person.id, Person.email, Person.name).where(or_(Person.id.in_(ids), Person.email.in_(to)))
        for person_id, email, name in db.session.execute(people):
            known[person_id] = known[email] = (email, name)

    def names(payload: Payload) -> list[str]:
        address = address_of(payload)
        return [address, *known.get(person_of(payload) or address, ())]

    return names
