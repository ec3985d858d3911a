"""Pages about one's account."""

from __future__ import annotations

from app.accounts.views import account, address, administering, links, merging, sessions, set_up, signing_in, tokens
from app.accounts.views.routes import blueprint

__all__ = [
    "account",
    "address",
    "administering",
    "blueprint",
    "links",
    "merging",
    "sessions",
    "set_up",
    "signing_in",
    "tokens",
]
