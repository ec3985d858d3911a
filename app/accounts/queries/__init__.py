"""What pages ask about people, their sessions and their tokens."""

from __future__ import annotations

from app.accounts.lookup import nobody_yet, open_change, open_link, person_by_email
from app.accounts.queries.people import oneself, only_invented_people, people, person
from app.accounts.queries.sessions import before_this_visit, earlier_sessions, last_visit, session_is_open, sessions
from app.accounts.queries.tokens import person_by_token, tokens, working_token

__all__ = [
    "before_this_visit",
    "earlier_sessions",
    "last_visit",
    "nobody_yet",
    "oneself",
    "only_invented_people",
    "open_change",
    "open_link",
    "people",
    "person",
    "person_by_email",
    "person_by_token",
    "session_is_open",
    "sessions",
    "tokens",
    "working_token",
]
