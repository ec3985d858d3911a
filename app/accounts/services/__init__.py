"""What is done with accounts: signing in, links by mail, the profile, tokens, opening and closing accounts."""

from __future__ import annotations

from app.accounts.services.letters import owe_letter
from app.accounts.services.links import ask_for_reset, send_invitation, take_up
from app.accounts.services.people import (
    close_account,
    make_administrator,
    person_with,
    reopen_account,
    set_site_analyst,
)
from app.accounts.services.profile import change_password, change_profile
from app.accounts.services.signing_in import session_key, sign_in
from app.accounts.services.tokens import make_token, revoke_token

__all__ = [
    "ask_for_reset",
    "change_password",
    "change_profile",
    "close_account",
    "make_administrator",
    "make_token",
    "owe_letter",
    "person_with",
    "reopen_account",
    "revoke_token",
    "send_invitation",
    "session_key",
    "set_site_analyst",
    "sign_in",
    "take_up",
]
