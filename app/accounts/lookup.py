"""Finding a person by what they hold: an address or a link. For services, commands and letters."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import AccountLink, LinkPurpose, Person
from app.accounts.passwords import fingerprint
from app.core import clock
from app.core.db import db
from app.core.text import addresses


def person_by_email(email: str) -> Person | None:
    """Whoever has this address, in any spelling of it. Pages ask instead for what their reader may see
    (queries.person).
    """
    spellings = addresses.spellings(email)
    found = db.session.scalars(select(Person).where(Person.email.in_(spellings))).all()
    return min(found, key=lambda person: spellings.index(person.email), default=None)


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


def nobody_yet() -> bool:
    """Whether this site is new: no account has been made on it, not even one that nobody uses."""
    return not db.session.scalar(select(select(Person.id).exists()))
