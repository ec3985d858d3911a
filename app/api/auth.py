"""Bearer tokens: the API knows no cookie, so it needs no CSRF token either."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.queries import person_by_token
from app.networks.queries import actor_of
from app.web.actor import act_as
from app.web.errors import ask_to_sign_in


def let_in() -> ResponseReturnValue | None:
    """Act as the token's owner, or answer 401."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return ask_to_sign_in()
    person = person_by_token(token.strip())
    found = actor_of(person.id) if person else None
    if found is None:
        return ask_to_sign_in()
    act_as(found)
    return None
