"""Pages about one's account."""

from __future__ import annotations

from app.accounts.views import account, links, sessions, set_up, signing_in, tokens
from app.accounts.views.routes import blueprint

__all__ = ["account", "blueprint", "links", "sessions", "set_up", "signing_in", "tokens"]
