"""Bearer tokens: the API knows no cookie, so it needs no CSRF token either."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from app.accounts.models import TokenScope
from app.accounts.queries import working_token
from app.accounts.services import note_use
from app.networks.queries import actor_of
from app.web.actor import act_as
from app.web.errors import answer, ask_to_sign_in

NEEDS_MEASURES = frozenset({"api.measures"})


def let_in() -> ResponseReturnValue | None:
    """Act as the token's owner; or answer 401, or 403 for what the token was not made for."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return ask_to_sign_in()
    working = working_token(token.strip())
    found = actor_of(working[1].id) if working else None
    if working is None or found is None:
        return ask_to_sign_in()
    note_use(working[0])
    act_as(found)
    if request.endpoint in NEEDS_MEASURES and working[0].scope is not TokenScope.MEASURES:
        return answer(
            403, "This token opens the figures of topics only.", "Make one for measures on your account page."
        )
    return None
