"""Signing in: one sentence and one duration, whether the address is unknown or the password wrong."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from app.accounts.lookup import person_by_email
from app.accounts.models import Person
from app.accounts.passwords import LONGEST, fits, hash_password, is_outdated
from app.core.db import changed_rows
from app.core.errors import Invalid
from app.core.language.spoken import lazy_gettext

WRONG = lazy_gettext("This e-mail address and password do not go together.")


def sign_in(email: str, password: str) -> Person:
    """The person, or Invalid. A hash made with older parameters is renewed on the way."""
    person = person_by_email(email)
    known = person is not None and person.active
    # Nobody has a password longer than that, so none is hashed: it would only keep a thread busy.
    typed = password if len(password) <= LONGEST else ""
    good = fits(person.password_hash if person and known else None, typed)
    if person is None or not good:
        raise Invalid(WRONG)
    if person.password_hash and is_outdated(person.password_hash):
        _renew(person, hash_password(password))
    return person


def _renew(person: Person, fresh: str) -> None:
    """Unless the password was changed at this moment: the old one must not come back."""
    same = (Person.id == person.id) & (Person.password_hash == person.password_hash)
    if not changed_rows(update(Person).where(same).values(password_hash=fresh)):
        raise Invalid(WRONG)
    set_committed_value(person, "password_hash", fresh)
