"""Letters about accounts and memberships. A service owes one; the worker writes it (accounts/jobs.py)."""

from __future__ import annotations

import secrets

from app.accounts.models import LinkPurpose
from app.core import outbox

LETTER = "accounts.letter"


def owe_letter(email: str, template: str, *, link: LinkPurpose | None = None, once: str = "", **words: str) -> None:
    """Owe the letter `template` (a file under templates) to whoever has this address, with these words in it.

    A link's secret is put in by the worker as the letter leaves, so it is in no row.
    If nobody has the address when the letter is due, none is sent: that is how asking for a reset
    answers the same for every address. `once` makes a repeat of the same letter a no-op.
    """
    key = once or secrets.token_hex(12)
    payload = {"key": key, "email": email, "template": template, "link": link.value if link else "", "words": words}
    outbox.enqueue(LETTER, payload, once=f"{LETTER}.{key}")
