"""Finding a person by what they hold: an address or a link. For services, commands and letters."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from app.accounts.models import AccountLink, AddressChange, LinkPurpose, Person
from app.accounts.passwords import fingerprint
from app.core import clock
from app.core.db import db
from app.core.text import addresses


def person_by_email(email: str) -> Person | None:
    """Whoever has this address, in any spelling of it. Pages ask instead for what their reader may see
    (queries.person).
    """
    return people_by_email([email]).get(email)


def people_by_email(emails: Sequence[str]) -> dict[str, Person]:
    """The same for many, by the addresses as they are given; without those that nobody has."""
    spelled = {email: addresses.spellings(email) for email in emails}
    wanted = [each for spellings in spelled.values() for each in spellings]
    people = {person.email: person for person in db.session.scalars(select(Person).where(Person.email.in_(wanted)))}
    held = {email: next(filter(people.__contains__, spellings), None) for email, spellings in spelled.items()}
    return {email: people[spelling] for email, spelling in held.items() if spelling}


def open_link(token: str, purpose: LinkPurpose) -> tuple[AccountLink, Person] | None:
    """The link and its person while it can be used: right purpose, unused, not expired, the account open."""
    query = (
        select(AccountLink, Person)
        .join(Person, Person.id == AccountLink.person_id)
        .where(
            AccountLink.token_hash == fingerprint(token),
            AccountLink.purpose == purpose,
            AccountLink.used_at.is_(None),
            AccountLink.expires_at > clock.real_now(),
            Person.active,
        )
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else None


def open_change(person_id: int) -> AddressChange | None:
    """The change of address that goes on of this person, with the person; None if there is none, or it is too old."""
    return db.session.scalar(_CHANGES.where(AddressChange.person_id == person_id, *_goes_on()))


def change_by_handle(handle: str) -> AddressChange | None:
    """The same by what letters name it."""
    return db.session.scalar(_CHANGES.where(AddressChange.handle == handle, *_goes_on()))


_CHANGES = select(AddressChange).join(AddressChange.person).options(contains_eager(AddressChange.person))


def _goes_on() -> tuple[ColumnElement[bool], ...]:
    return AddressChange.expires_at > clock.real_now(), Person.active.is_(True)


def nobody_yet() -> bool:
    """Whether this site is new: no account has been made on it, not even one that nobody uses."""
    return not db.session.scalar(select(select(Person.id).exists()))
