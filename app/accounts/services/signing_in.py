"""Signing in: one sentence and one duration, whether the address is unknown or the password wrong."""

from __future__ import annotations

from app.accounts.lookup import person_by_email
from app.accounts.models import Person
from app.accounts.passwords import LONGEST, fits, hash_password, is_outdated
from app.core.errors import Invalid

WRONG = "This e-mail address and password do not go together."


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
        person.password_hash = hash_password(password)
    return person
