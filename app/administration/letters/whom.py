"""Whom a letter that is owed is for: for taking their name out of what a server said, and for nothing that is shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import or_, select

from app.accounts.models import Person
from app.administration.letters.answers import without_people
from app.core.db import db

Payload = dict[str, Any]
_CODE = re.compile(r"\d{3}( \d\.\d+\.\d+)?")


def person_of(payload: Payload) -> int | None:
    return payload.get("person", payload.get("person_id"))


def address_of(payload: Payload) -> str:
    return str(payload.get("to", payload.get("email", "")))


def answers_without_people(payloads: Sequence[Payload]) -> Callable[[str | None, Payload], str]:
    """Says of an error of one of these what the server answered, without whom it was about. Asks the database once.

    Of a letter that does not say for whom it is, no name could be taken out: of its answer the numbers are left.
    """
    ids = {person_of(payload) for payload in payloads} - {None}
    to = {address_of(payload) for payload in payloads} - {""}
    known: dict[int | str, tuple[str, str]] = {}
    if ids or to:
        people = select(Person.id, Person.email, Person.name).where(or_(Person.id.in_(ids), Person.email.in_(to)))
        for person_id, email, name in db.session.execute(people):
            known[person_id] = known[email] = (email, name)

    def answer(error: str | None, payload: Payload) -> str:
        address = address_of(payload)
        about = [address, *known.get(person_of(payload) or address, ())]
        said = without_people(error, about)
        code = _CODE.match(said)
        return code[0] if code and not any(about) else said

    return answer
