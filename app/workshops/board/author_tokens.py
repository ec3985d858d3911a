"""Unattributed cards: the browser holds a secret, a row holds its digest, and nothing joins two rows of one person."""

from __future__ import annotations

import secrets
from hashlib import sha256


def new_author_token() -> str:
    """A browser's secret for one workshop. It is kept in a cookie and nowhere else."""
    return secrets.token_urlsafe(24)


def own_author_token(browser: str, person_id: int | None) -> str:
    """A person's secret in this browser: whoever signs in there next does not hold their cards for their own."""
    return token_digest(browser, f"person {person_id}")


def token_digest(author_token: str, subject: str) -> str:
    """The digest that a row holds: of the secret and the row's own key, so that each row's is different."""
    return sha256(f"{author_token}\n{subject}".encode()).hexdigest()


def digest_of_name(person_id: int) -> str:
    """The mark where names are kept."""
    return f"person:{person_id}"
