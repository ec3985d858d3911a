"""Bearer tokens for the API: shown once, stored as a fingerprint, revocable."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from app.accounts.models import ApiToken, Person, TokenScope
from app.accounts.passwords import fingerprint, new_secret
from app.accounts.policy import Permission
from app.core import audit, clock
from app.core.actor import Actor
from app.core.db import apart, db
from app.core.errors import Invalid, NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated

#: So that a token that strays into a text is recognised as one.
PREFIX = "ln_"
LONGEST_DAYS = 366


def make_token(
    actor: Actor, person: Person, label: str, *, scope: TokenScope = TokenScope.MEASURES, days: int = 90
) -> str:
    """A new token of this person that works for so many days. It is returned here and can never be read again.

    Invalid without a label, and for fewer days than one or more than LONGEST_DAYS.
    """
    require(actor, Permission.KEEP_TOKENS, person)
    if days not in range(1, LONGEST_DAYS + 1):
        raise Invalid(
            gettext("The token was not made."),
            {"days": [gettext("A token works for 1 to %(longest_days)s days.", longest_days=LONGEST_DAYS)]},
        )
    if not stated(label):
        raise Invalid(gettext("The token needs a name."), {"label": [gettext("Please say what it is for.")]})
    secret, now = PREFIX + new_secret(), clock.real_now()
    made = ApiToken(
        person_id=person.id,
        label=stated(label),
        token_hash=fingerprint(secret),
        scope=scope,
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    db.session.add(made)
    db.session.flush()  # the audit names the row by its id
    audit.record(actor, "make an API token", made, after=made.label)
    return secret


def revoke_token(actor: Actor, person: Person, token_id: int) -> None:
    """End a token of this person; from the next call on it opens nothing. NotFound for somebody else's token."""
    require(actor, Permission.KEEP_TOKENS, person)
    token = db.session.get(ApiToken, token_id)
    if token is None or token.person_id != person.id:
        raise NotFound
    _revoke(actor, token)


def revoke_all(actor: Actor, person: Person) -> None:
    """End every token of this person: whoever had the old password may have made one. The caller has asked."""
    for token in db.session.scalars(select(ApiToken).where(ApiToken.person_id == person.id)):
        _revoke(actor, token)


def note_use(token: ApiToken) -> None:
    """Write down that the token was used, to the hour: its owner sees which ones nobody needs any more."""
    now = clock.real_now()
    if token.used_at is None or token.used_at < now - timedelta(hours=1):
        with apart() as connection:
            connection.execute(update(ApiToken).where(ApiToken.id == token.id).values(used_at=now))


def _revoke(actor: Actor, token: ApiToken) -> None:
    if token.revoked_at is None:
        token.revoked_at = clock.real_now()
        audit.record(actor, "revoke an API token", token, before=token.label)
