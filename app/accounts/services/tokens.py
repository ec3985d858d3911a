"""Bearer tokens for the API: shown once, stored as a fingerprint, revocable."""

from __future__ import annotations

from sqlalchemy import select

from app.accounts.models import ApiToken, Person
from app.accounts.passwords import fingerprint, new_secret
from app.accounts.policy import Permission
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.permissions import require
from app.core.signs import stated

#: So that a token that strays into a text is recognised as one.
PREFIX = "ln_"


def make_token(actor: Actor, person: Person, label: str) -> str:
    """A new token of this person. It is returned here and can never be read again."""
    require(actor, Permission.KEEP_TOKENS, person)
    if not stated(label):
        raise Invalid("The token needs a name.", {"label": ["Please say what it is for."]})
    secret = PREFIX + new_secret()
    made = ApiToken(
        person_id=person.id, label=stated(label), token_hash=fingerprint(secret), created_at=clock.real_now()
    )
    db.session.add(made)
    db.session.flush()  # the audit names the row by its id
    audit.record(actor, "make an API token", made, after=made.label)
    return secret


def revoke_token(actor: Actor, person: Person, token_id: int) -> None:
    """End a token of this person; from the next call on it opens nothing."""
    require(actor, Permission.KEEP_TOKENS, person)
    token = db.session.get(ApiToken, token_id)
    if token is None or token.person_id != person.id:
        raise NotFound
    _revoke(actor, token)


def revoke_all(actor: Actor, person: Person) -> None:
    """End every token of this person: whoever had the old password may have made one. The caller has asked."""
    for token in db.session.scalars(select(ApiToken).where(ApiToken.person_id == person.id)):
        _revoke(actor, token)


def _revoke(actor: Actor, token: ApiToken) -> None:
    if token.revoked_at is None:
        token.revoked_at = clock.real_now()
        audit.record(actor, "revoke an API token", token, before=token.label)
