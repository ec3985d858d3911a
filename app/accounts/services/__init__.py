"""What is done with accounts: signing in, links by mail, the profile, tokens, opening and closing accounts."""

from __future__ import annotations

from app.accounts.services.address_changes import (
    ask_chairs,
    ask_for_address,
    confirm_address,
    confirm_in_place_of_owner,
    forget_address,
    prove_address,
    refuse_in_place_of_owner,
    set_address,
    stop_address,
)
from app.accounts.services.administering import (
    end_administrator,
    invite_again,
    invite_person,
    name_administrator,
)
from app.accounts.services.first_administrator import make_first_administrator, may_set_up
from app.accounts.services.guessing import take_turn, was_right
from app.accounts.services.letters import owe_letter, owe_letters
from app.accounts.services.links import ask_for_reset, send_invitation, send_invitations, take_up
from app.accounts.services.merging import merge_accounts, other_account, proof_of, would_merge
from app.accounts.services.people import (
    close_account,
    empty_account,
    is_only_administrator,
    make_administrator,
    people_with,
    person_with,
    reopen_account,
    require_still_administers,
    set_site_analyst,
)
from app.accounts.services.profile import MailChoice, change_password, change_profile, choose_mail
from app.accounts.services.sessions import (
    Lifetime,
    Visitor,
    begin_session,
    end_one_session,
    end_other_sessions,
    end_session,
    keep_session,
)
from app.accounts.services.signing_in import sign_in
from app.accounts.services.tokens import make_token, note_use, revoke_token

__all__ = [
    "Lifetime",
    "MailChoice",
    "Visitor",
    "ask_chairs",
    "ask_for_address",
    "ask_for_reset",
    "begin_session",
    "change_password",
    "change_profile",
    "choose_mail",
    "close_account",
    "confirm_address",
    "confirm_in_place_of_owner",
    "empty_account",
    "end_administrator",
    "end_one_session",
    "end_other_sessions",
    "end_session",
    "forget_address",
    "invite_again",
    "invite_person",
    "is_only_administrator",
    "keep_session",
    "make_administrator",
    "make_first_administrator",
    "make_token",
    "may_set_up",
    "merge_accounts",
    "name_administrator",
    "note_use",
    "other_account",
    "owe_letter",
    "owe_letters",
    "people_with",
    "person_with",
    "proof_of",
    "prove_address",
    "refuse_in_place_of_owner",
    "reopen_account",
    "require_still_administers",
    "revoke_token",
    "send_invitation",
    "send_invitations",
    "set_address",
    "set_site_analyst",
    "sign_in",
    "stop_address",
    "take_turn",
    "take_up",
    "was_right",
    "would_merge",
]
